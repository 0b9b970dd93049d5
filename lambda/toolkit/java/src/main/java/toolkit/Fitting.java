package toolkit;

import static toolkit.Shown.MOST_WHOLE;
import static toolkit.Shown.cut;
import static toolkit.Shown.shown;
import static toolkit.Shown.written;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Fits an input into its schema. The sentences for an input that doesn't fit are those of the toolkits of all languages. */
final class Fitting {
    private static final int MOST_PROBLEMS = 5;

    private static final Map<Schema.Kind, String> KINDS = Map.of(
            Schema.Kind.OBJECT, "an object",
            Schema.Kind.ARRAY, "a list",
            Schema.Kind.STRING, "a text",
            Schema.Kind.INTEGER, "a whole number",
            Schema.Kind.NUMBER, "a number",
            Schema.Kind.BOOLEAN, "true or false");

    /** By key of a schema, the words for its value. */
    private static final Map<String, String> LIMITS = new LinkedHashMap<>();

    static {
        LIMITS.put("minimum", "%s or more");
        LIMITS.put("exclusiveMinimum", "more than %s");
        LIMITS.put("maximum", "%s or less");
        LIMITS.put("exclusiveMaximum", "less than %s");
        LIMITS.put("minLength", "%s or more characters");
        LIMITS.put("maxLength", "%s or fewer characters");
        LIMITS.put("minItems", "%s or more items");
        LIMITS.put("maxItems", "%s or fewer items");
    }

    /** The input as its tool takes it. A null for an optional field is left out. */
    final JsonNode fitted;

    /** A sentence for each of the first problems. */
    final List<String> problems = new ArrayList<>();

    Fitting(JsonNode input, Schema schema) {
        fitted = fit(input, schema, "input", false);
    }

    private JsonNode fit(JsonNode value, Schema schema, String path, boolean optional) {
        int before = problems.size();
        boolean fits = fits(value, schema);
        JsonNode result = fits && schema.kind == Schema.Kind.INTEGER ? Shown.plain(value) : value;
        if (fits && value.isObject()) {
            return fitFields(value, schema, path);
        }
        if (fits && value.isArray()) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            Set<String> different = new HashSet<>();
            for (JsonNode item : value) {
                JsonNode fitted = fit(item, schema.items, path + "[" + items.size() + "]", false);
                items.add(fitted);
                different.add(schema.unique ? written(fitted) : "");
            }
            fits = !schema.unique || before < problems.size() || different.size() == items.size();
            result = items;
        }
        if (!fits) {
            String leave = optional ? "; the field is optional: leave it out if there is no value for it" : "";
            add(path + " is " + shown(value) + "; allowed is " + allowed(schema) + reminder(value, schema) + leave);
        }
        return result;
    }

    private JsonNode fitFields(JsonNode value, Schema schema, String path) {
        Set<String> names = new TreeSet<>();
        value.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            if (!schema.fields.containsKey(name)) {
                add(path + " has no field " + cut(name) + "; allowed are " + orNoFields(schema.fields.keySet()));
            }
        }
        ObjectNode fitted = JsonNodeFactory.instance.objectNode();
        schema.fields.forEach((name, field) -> {
            boolean required = schema.required.contains(name);
            if (value.has(name) && (required || !value.get(name).isNull())) {
                fitted.set(name, fit(value.get(name), field, path + "." + name, !required));
            } else if (required) {
                add(path + "." + name + " is missing; allowed is " + allowed(field));
            }
        });
        return fitted;
    }

    private void add(String problem) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(problem);
        }
    }

    /** Returns whether a value is of the schema's type and within its limits. It doesn't look into objects and lists. */
    private static boolean fits(JsonNode value, Schema schema) {
        return switch (schema.kind) {
            case OBJECT -> value.isObject();
            case ARRAY -> value.isArray() && isWithin(value.size(), schema);
            case BOOLEAN -> value.isBoolean();
            case INTEGER -> Shown.isWhole(value) && isWithin(value.doubleValue(), schema);
            case NUMBER ->
                value.isNumber() && Double.isFinite(value.doubleValue()) && isWithin(value.doubleValue(), schema);
            case STRING -> value.isTextual() && fitsText(value.textValue(), schema);
        };
    }

    private static boolean fitsText(String text, Schema schema) {
        return isWithin(text.codePointCount(0, text.length()), schema)
                && (schema.choices.isEmpty() || schema.choices.contains(text))
                && (schema.pattern == null || schema.pattern.matcher(text).find());
    }

    /** Returns whether a number, a length or a size is within the limits. */
    private static boolean isWithin(double size, Schema schema) {
        return schema.limits.entrySet().stream().allMatch(each -> {
            double limit = each.getValue().doubleValue();
            return switch (each.getKey()) {
                case "minimum", "minLength", "minItems" -> size >= limit;
                case "exclusiveMinimum" -> size > limit;
                case "exclusiveMaximum" -> size < limit;
                default -> size <= limit;
            };
        });
    }

    /** Returns in words what a schema allows, like `a whole number, 1 or more`. */
    private static String allowed(Schema schema) {
        List<String> said = new ArrayList<>(List.of(KINDS.get(schema.kind)));
        if (!schema.choices.isEmpty()) {
            List<String> choices = schema.choices.stream()
                    .map(each -> written(TextNode.valueOf(each)))
                    .toList();
            said.add("one of " + String.join(", ", choices));
        }
        LIMITS.forEach((key, words) -> {
            if (schema.limits.containsKey(key)) {
                said.add(words.formatted(written(schema.limits.get(key))));
            }
        });
        if (schema.pattern != null) {
            said.add("that matches " + schema.pattern.pattern());
        }
        if (schema.unique) {
            said.add("no item twice");
        }
        return cut(String.join(", ", said));
    }

    /** Returns in words a rule that the keys of the schema don't say. */
    private static String reminder(JsonNode value, Schema schema) {
        if (value.isTextual() && schema.kind != Schema.Kind.STRING) {
            return ", and not a text";
        }
        boolean tooBig = value.isNumber() && Math.abs(value.doubleValue()) > MOST_WHOLE;
        return tooBig && schema.kind == Schema.Kind.INTEGER ? ", " + -MOST_WHOLE + " to " + MOST_WHOLE : "";
    }

    static String orNoFields(Collection<String> names) {
        return names.isEmpty() ? "no fields" : String.join(", ", names);
    }
}
