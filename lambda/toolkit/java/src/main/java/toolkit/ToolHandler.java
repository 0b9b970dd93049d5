package toolkit;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Calls the function that a Lambda event names, and makes a tool result of its answer.
 *
 * <p>A tool folder has one class {@code handler.Handler} that extends this and names its tools:
 *
 * <pre>{@code
 * public final class Handler extends ToolHandler {
 *     public Handler() {
 *         super(tool("my_tool", MyTool.Input.class, MyTool::run));
 *     }
 * }
 * }</pre>
 *
 * The handler throws an exception that isn't a {@link ToolError} too, so that the state machine retries or tells the model.
 */
public abstract class ToolHandler implements RequestStreamHandler {
    private final Map<String, DeclaredTool> declared;
    private final Map<String, Tool<?>> tools = new LinkedHashMap<>();
    private final Storage storage;

    protected ToolHandler(Tool<?>... tools) {
        this(ToolHandler.class.getResourceAsStream("/tools.json"), new S3Storage(), tools);
    }

    ToolHandler(InputStream toolsJson, Storage storage, Tool<?>... tools) {
        this.storage = storage;
        declared = DeclaredTool.read(toolsJson);
        for (Tool<?> tool : tools) {
            this.tools.put(tool.name(), tool);
        }
        if (!declared.keySet().equals(this.tools.keySet())) {
            throw new DeclarationError("tools.json declares " + declared.keySet() + ", and there are functions for "
                    + this.tools.keySet());
        }
        this.tools.values().forEach(tool -> declared.get(tool.name()).fit(tool));
    }

    @Override
    public final void handleRequest(InputStream json, OutputStream result, Context context) throws IOException {
        Event event = Event.read(json.readAllBytes());
        ToolUse use = ToolUse.read(event.fields(), storage);
        ToolUseLog log = new ToolUseLog(use);
        Content content;
        boolean isError = false;
        try {
            Object value;
            try {
                value = answer(use, event.unreadable());
            } catch (ToolError error) {
                value = error.content();
                isError = true;
            }
            content = Content.of(value, use);
        } catch (Throwable crash) {
            log.crash(crash);
            throw ToolHandler.<RuntimeException>unchecked(crash);
        }
        log.done(isError ? "error" : "ok", event.inputBytes(), content);
        Map<String, Object> toolResult = new LinkedHashMap<>();
        toolResult.put("type", "tool_result");
        toolResult.put("tool_use_id", use.id());
        toolResult.put("name", use.name());
        toolResult.put("content", content.text());
        toolResult.put("is_error", isError);
        Json.MAPPER.writeValue(result, toolResult);
    }

    private Object answer(ToolUse use, String unreadable) throws Exception {
        Tool<?> tool = tools.get(use.name());
        if (tool == null) {
            throw new ToolError("There is no tool '" + use.name() + "' here. There are: "
                    + String.join(", ", declared.keySet()) + ".");
        }
        DeclaredTool declaration = declared.get(use.name());
        if (unreadable != null) {
            throw declaration.unreadable(unreadable);
        }
        HalfPairs.refuse(use);
        return tool.run(declaration.check(use.input(), tool.input()), use);
    }

    /** Throws any exception unchanged, so that the name of the error is its class. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T unchecked(Throwable crash) throws T {
        throw (T) crash;
    }
}
