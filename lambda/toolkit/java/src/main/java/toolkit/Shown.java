package toolkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** Writes values of an input or a schema into sentences. */
final class Shown {
    /** Step Functions and TypeScript hold whole numbers up to this one exactly. */
    static final long MOST_WHOLE = (1L << 53) - 1;

    /** The most characters of a wrong value that a sentence repeats. They are enough to recognise it, and don't double a prompt. */
    private static final int MOST_SHOWN = 300;

    private Shown() {}

    /** Returns a value as JSON with its fields in order, cut to MOST_SHOWN. */
    static String shown(JsonNode value) {
        return cut(written(value));
    }

    static String cut(String text) {
        int length = text.codePointCount(0, text.length());
        return length <= MOST_SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST_SHOWN)) + "… (" + length + " characters)";
    }

    /** Returns a value as JSON with its fields in order. */
    static String written(JsonNode value) {
        return value.isMissingNode() ? "null" : Json.write(plain(value));
    }

    /** Returns a value with its fields in order, and with 1 for 1.0, which JSON holds for equal. */
    static JsonNode plain(JsonNode value) {
        if (value.isObject()) {
            Map<String, JsonNode> inOrder = new TreeMap<>();
            value.properties().forEach(field -> inOrder.put(field.getKey(), plain(field.getValue())));
            ObjectNode plain = JsonNodeFactory.instance.objectNode();
            inOrder.forEach(plain::set);
            return plain;
        }
        if (value.isArray()) {
            ArrayNode plain = JsonNodeFactory.instance.arrayNode();
            value.forEach(item -> plain.add(plain(item)));
            return plain;
        }
        return isWhole(value) ? LongNode.valueOf((long) value.doubleValue()) : value;
    }

    /** Returns true for a whole number that a double holds exactly. */
    static boolean isWhole(JsonNode value) {
        double number = value.doubleValue();
        return value.isNumber() && Math.rint(number) == number && Math.abs(number) <= MOST_WHOLE;
    }
}
