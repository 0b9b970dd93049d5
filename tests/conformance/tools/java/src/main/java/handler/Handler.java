package handler;

import static toolkit.Tool.tool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import toolkit.Probe;
import toolkit.Secret;
import toolkit.ToolError;
import toolkit.ToolHandler;
import toolkit.ToolUse;

/** The tools of tests/events/tools.json, whose descriptions say what they do. */
public final class Handler extends ToolHandler {
    record Echo(String text, Integer times) {}

    record Nothing() {}

    record Refuse(String reason) {}

    record Repeat(String text, int count) {}

    record Read(String bucket, String key) {}

    record Store(String name) {}

    public Handler() {
        super(
                tool("echo", Echo.class, Handler::echo),
                tool("nothing", Nothing.class, (input, use) -> ""),
                tool("refuse", Refuse.class, Handler::refuse),
                tool("crash", Nothing.class, (input, use) -> 1 / Integer.parseInt("0")),
                tool("repeat", Repeat.class, (input, use) -> input.text().repeat(input.count())),
                tool("numbers", Nothing.class, Handler::numbers),
                tool("read", Read.class, Handler::read),
                tool("store", Store.class, Handler::store),
                tool("reveal", Nothing.class, (input, use) -> Secret.of("door").value()),
                tool("probe", Probe.Input.class, Probe::run));
    }

    private static Object echo(Echo input, ToolUse use) {
        Map<String, Object> echoed = new LinkedHashMap<>();
        echoed.put("text", input.text());
        echoed.put("times", input.times() == null ? 1 : input.times());
        return echoed;
    }

    private static Object refuse(Refuse input, ToolUse use) {
        throw new ToolError(input.reason());
    }

    private static Object numbers(Nothing input, ToolUse use) {
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("big", 9007199254740993L);
        numbers.put("nan", Double.NaN);
        numbers.put("up", Double.POSITIVE_INFINITY);
        numbers.put("down", Double.NEGATIVE_INFINITY);
        return numbers;
    }

    private static Object store(Store input, ToolUse use) {
        return use.store(input.name(), "stored".getBytes(StandardCharsets.UTF_8), "text/plain");
    }

    private static Object read(Read input, ToolUse use) throws IOException {
        try (InputStream file = use.open(input.bucket(), input.key())) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
