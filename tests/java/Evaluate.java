import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Utils;
import com.dashjoin.jsonata.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Evaluates JSONata as com.dashjoin:jsonata does. stdin: [{"expression": "…", "bindings": {…}}, …]; stdout: [{"value": …} |
 * {"error": "…"}, …], in that order. Java's null is both null and undefined.
 */
public class Evaluate {
    public static void main(String[] arguments) throws Exception {
        List<?> requests = (List<?>) Json.parseJson(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
        List<String> answers = new ArrayList<>();
        for (Object request : requests) {
            answers.add(evaluate((Map<?, ?>) request));
        }
        System.out.write(("[" + String.join(",\n", answers) + "]").getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }

    private static String evaluate(Map<?, ?> request) {
        try {
            Jsonata program = Jsonata.jsonata((String) request.get("expression"));
            program.registerFunction("parse", (String text) -> Json.parseJson(text));
            Jsonata.Frame frame = program.createFrame();
            // An endless loop of an expression ends with an error.
            frame.setRuntimeBounds(10_000L, 500);
            ((Map<?, ?>) request.get("bindings")).forEach((name, value) -> frame.bind((String) name, value == null ? Jsonata.NULL_VALUE : value));
            return "{\"value\":" + json(program.evaluate(null, frame)) + "}";
        } catch (Throwable error) {
            return "{\"error\":" + json(error.toString()) + "}";
        }
    }

    private static String json(Object value) {
        if (value instanceof Map<?, ?> map) {
            List<String> members = new ArrayList<>();
            map.forEach((key, item) -> members.add(json(key.toString()) + ":" + json(item)));
            return "{" + String.join(",", members) + "}";
        }
        if (value instanceof List<?> list) {
            return "[" + String.join(",", list.stream().map(Evaluate::json).toList()) + "]";
        }
        if (value == null || value instanceof Boolean || value instanceof Number) {
            return String.valueOf(value);
        }
        StringBuilder text = new StringBuilder("\"");
        Utils.quote(value.toString(), text);
        return text.append('"').toString();
    }
}
