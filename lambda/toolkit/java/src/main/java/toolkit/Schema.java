package toolkit;

import static toolkit.Shown.cut;
import static toolkit.Shown.shown;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A schema of the dialect that docs/reference/tools-json.md describes. tests/events/fields.json has cases of it for all languages.
 */
final class Schema {
    /** The most schemas that lie in each other. */
    private static final int MOST_DEPTH = 20;

    /** A pattern of the syntax that means the same in all languages: docs/reference/tools-json.md#patterns */
    private static final String PATTERN_SYNTAX =
            "^(?:(?:\\\\[tnr\\\\^$.*+?()\\[\\]{}|/]|\\[\\^?(?:\\\\[tnr\\\\^$.*+?()\\[\\]{}|/-]|[^\\[\\]\\\\$])+\\]"
                    + "|[^\\\\\\[\\](){}.*+?|^$]|\\))(?:(?:[*+?]|\\{[0-9]+(?:,[0-9]*)?\\})\\??)?|\\((?:\\?:)?|[|^$])*$";

    private static final Set<String> BOUNDS = Set.of("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum");
    private static final Set<String> COUNTS = Set.of("minLength", "maxLength", "minItems", "maxItems");

    /** The types, in the words of JSON Schema. */
    enum Kind {
        OBJECT("properties", "required", "additionalProperties"),
        ARRAY("items", "minItems", "maxItems", "uniqueItems"),
        STRING("enum", "minLength", "maxLength", "pattern"),
        INTEGER("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"),
        NUMBER("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"),
        BOOLEAN;

        private final List<String> keys = new ArrayList<>(List.of("type", "title", "description"));

        Kind(String... keys) {
            this.keys.addAll(List.of(keys));
        }

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** A schema isn't of the dialect. The message says where. */
    static final class SchemaException extends Exception {
        private SchemaException(String message) {
            super(message);
        }
    }

    final Kind kind;
    /** The fields of an object, in the order of the text. */
    final Map<String, Schema> fields = new LinkedHashMap<>();

    final Set<String> required = new LinkedHashSet<>();
    final List<String> choices = new ArrayList<>();
    /** Keys like minimum, with their values. */
    final Map<String, JsonNode> limits = new LinkedHashMap<>();

    Schema items;
    boolean unique;
    Pattern pattern;

    private Schema(Kind kind) {
        this.kind = kind;
    }

    static Schema read(JsonNode schema) throws SchemaException {
        return read(schema, "input_schema", 1);
    }

    private static Schema read(JsonNode given, String path, int depth) throws SchemaException {
        if (depth > MOST_DEPTH) {
            throw new SchemaException(path + " lies too deep; allowed are " + MOST_DEPTH + " schemas in each other");
        }
        if (!given.isObject()) {
            throw new SchemaException(path + " is " + shown(given) + "; allowed is an object");
        }
        Schema schema = new Schema(kindOf(given.path("type"), path));
        for (Map.Entry<String, JsonNode> key : given.properties()) {
            if (!schema.kind.keys.contains(key.getKey())) {
                throw new SchemaException(path + " has the key " + cut(key.getKey()) + "; allowed are "
                        + String.join(", ", schema.kind.keys));
            }
            if (!schema.take(key.getKey(), key.getValue())) {
                throw new SchemaException(path + "." + key.getKey() + " can't be " + shown(key.getValue()));
            }
        }
        if (schema.kind == Kind.ARRAY) {
            schema.items = read(given.path("items"), path + ".items", depth + 1);
        }
        if (schema.kind == Kind.OBJECT) {
            schema.readFields(given, path, depth);
        }
        return schema;
    }

    private static Kind kindOf(JsonNode type, String path) throws SchemaException {
        List<String> words = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            if (kind.word().equals(type.textValue())) {
                return kind;
            }
            words.add(kind.word());
        }
        throw new SchemaException(path + ".type is " + shown(type) + "; allowed are " + String.join(", ", words));
    }

    private void readFields(JsonNode given, String path, int depth) throws SchemaException {
        JsonNode closed = given.path("additionalProperties");
        JsonNode properties = given.path("properties");
        if (!closed.isBoolean() || closed.booleanValue()) {
            throw new SchemaException(path + " allows any other field: it needs additionalProperties false");
        }
        if (!properties.isObject()) {
            throw new SchemaException(path + " has no properties");
        }
        for (String name : required) {
            if (!properties.has(name)) {
                throw new SchemaException(path + ".required names " + name + ", which isn't one of the properties");
            }
        }
        for (Map.Entry<String, JsonNode> field : properties.properties()) {
            fields.put(field.getKey(), read(field.getValue(), path + ".properties." + field.getKey(), depth + 1));
        }
    }

    /** Keeps the value of a key. Returns false for a value that the key can't have. */
    private boolean take(String key, JsonNode value) {
        if (BOUNDS.contains(key) || COUNTS.contains(key)) {
            limits.put(key, value);
            return value.isNumber()
                    && Double.isFinite(value.doubleValue())
                    && (BOUNDS.contains(key) || Shown.isWhole(value) && value.doubleValue() >= 0);
        }
        return switch (key) {
            case "type", "properties", "items" -> true; // read with their paths
            case "required" -> takeTexts(value, required);
            case "enum" -> takeTexts(value, choices) && !choices.isEmpty();
            case "additionalProperties" -> value.isBoolean();
            case "uniqueItems" -> {
                unique = value.asBoolean();
                yield value.isBoolean();
            }
            case "pattern" -> value.isTextual() && takePattern(value.textValue());
            default -> value.isTextual();
        };
    }

    private static boolean takeTexts(JsonNode value, java.util.Collection<String> into) {
        boolean fine = value.isArray();
        for (JsonNode each : value) {
            fine = fine && each.isTextual();
            into.add(each.textValue());
        }
        return fine;
    }

    /** RE2 needs a time in proportion to the text. Java's own engine needs years for some patterns. */
    private boolean takePattern(String text) {
        try {
            pattern = Pattern.compile(text);
            return Pattern.compile(PATTERN_SYNTAX).matcher(text).find();
        } catch (PatternSyntaxException wrong) {
            return false;
        }
    }
}
