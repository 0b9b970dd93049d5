package toolkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static toolkit.Tool.tool;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

/** The tool probe. It stands in the toolkit's package, because a handler with another tools.json isn't for tools. */
public final class Probe {
    public record Input(String schema, boolean required, String input) {}

    record Take(Object v) {}

    private Probe() {}

    public static Object run(Input given, ToolUse use) throws IOException {
        String declared = "{\"tools\": [{\"name\": \"take\", \"input_schema\": {\"type\": \"object\", "
                + "\"properties\": {\"v\": " + given.schema() + "}, \"required\": ["
                + (given.required() ? "\"v\"" : "") + "], \"additionalProperties\": false}}]}";
        ToolHandler inner;
        try {
            inner = new ToolHandler(
                    new ByteArrayInputStream(declared.getBytes(UTF_8)), null, tool("take", Take.class, Probe::take)) {};
        } catch (DeclarationError wrong) {
            throw new ToolError("DeclarationError: " + wrong.getMessage(), wrong);
        }
        String event = "{\"id\": \"toolu_2\", \"name\": \"take\", \"input\": " + given.input() + "}";
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        inner.handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), written, null);
        JsonNode result = Json.MAPPER.readTree(written.toByteArray());
        String content = result.path("content").textValue();
        if (result.path("is_error").booleanValue()) {
            throw new ToolError(content);
        }
        return content;
    }

    private static Object take(Take input, ToolUse use) {
        return input.v() == null ? Map.of() : Map.of("v", input.v());
    }
}
