package toolkit;

import java.util.LinkedHashMap;
import java.util.Map;

/** Writes one line of JSON for each tool use. The line holds the outcome and sizes, never the content. */
final class ToolUseLog {
    private final ToolUse use;
    private final long started = System.nanoTime();

    ToolUseLog(ToolUse use) {
        this.use = use;
    }

    /**
     * @param outcome "ok", or "error": a result with is_error
     */
    void done(String outcome, long inputBytes, Content content) {
        Map<String, Object> line = line(outcome);
        line.put("input_bytes", inputBytes);
        line.put("content_bytes", Json.bytes(content.text()));
        line.put("stored_bytes", content.storedBytes());
        System.out.println(Json.write(line));
    }

    void crash(Throwable crash) {
        Map<String, Object> line = line("crash");
        line.put("error_class", crash.getClass().getSimpleName());
        System.out.println(Json.write(line));
    }

    private Map<String, Object> line(String outcome) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("message", "tool_use");
        line.put("outcome", outcome);
        line.put("execution", use.execution());
        line.put("agent", use.agent());
        line.put("tool", use.name());
        line.put("tool_use_id", use.id());
        line.put("duration_ms", Math.round((System.nanoTime() - started) / 1e6));
        return line;
    }
}
