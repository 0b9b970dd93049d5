package toolkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.JsonSchemaException;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** One entry of tools.json. It checks a tool's input against its schema. */
final class DeclaredTool {
    /** The most characters of a wrong value that an error repeats. They are enough to recognise it, and don't double a prompt. */
    static final int MOST_SHOWN = 300;

    /** Finds a $ that no backslash turns into a plain character. */
    private static final Pattern END = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\$");

    final String name;
    private final JsonNode schema;
    private final Validator validator;
    private final URI schemaUri;

    private DeclaredTool(JsonNode declaration, Validator validator) {
        name = declaration.required("name").textValue();
        schema = declaration.required("input_schema");
        this.validator = validator;
        try {
            schemaUri = validator.registerSchema(withStrictEnds(schema));
        } catch (JsonSchemaException wrong) {
            throw new DeclarationError(
                    "the input_schema of tool '" + name + "' is no JSON Schema: " + wrong.getMessage(), wrong);
        }
    }

    /**
     * Returns the schema with patterns in which $ is the end of the text, as in the other languages. In Java's patterns a line end
     * may follow.
     */
    private static JsonNode withStrictEnds(JsonNode schema) {
        JsonNode strict = schema.deepCopy();
        endStrictly(strict);
        return strict;
    }

    private static void endStrictly(JsonNode part) {
        JsonNode pattern = part.path("pattern");
        // A field may have the name "pattern". Then it is no text.
        if (part instanceof ObjectNode keys && pattern.isTextual()) {
            keys.put("pattern", END.matcher(pattern.textValue()).replaceAll("$1\\\\z"));
        }
        part.forEach(DeclaredTool::endStrictly);
    }

    /** Returns all tools of a tools.json, by name. */
    static Map<String, DeclaredTool> read(InputStream toolsJson) {
        if (toolsJson == null) {
            throw new DeclarationError("there is no tools.json in the package");
        }
        Validator validator = new ValidatorFactory()
                .withJsonNodeFactory(new JacksonNode.Factory(Json.MAPPER))
                .createValidator();
        Map<String, DeclaredTool> tools = new LinkedHashMap<>();
        try (toolsJson) {
            for (JsonNode declaration : Json.MAPPER.readTree(toolsJson).required("tools")) {
                DeclaredTool tool = new DeclaredTool(declaration, validator);
                tools.put(tool.name, tool);
            }
        } catch (IOException | IllegalArgumentException wrong) {
            throw new DeclarationError(
                    "tools.json can't be read as a declaration of tools: " + wrong.getMessage(), wrong);
        }
        return tools;
    }

    /** Throws DeclarationError if the schema allows an input that the record doesn't take. It would fail during a run. */
    void fit(Tool<?> tool) {
        Set<String> fields = new TreeSet<>();
        schema.path("properties").fieldNames().forEachRemaining(fields::add);
        Set<String> components = new TreeSet<>();
        JavaType type = Json.MAPPER.constructType(tool.input());
        for (BeanPropertyDefinition each :
                Json.MAPPER.getDeserializationConfig().introspect(type).findProperties()) {
            components.add(each.getName());
        }
        if (!fields.equals(components)) {
            throw new DeclarationError("tool '" + name + "' is declared with the fields " + fields + ", and its "
                    + tool.input().getSimpleName() + " has " + components);
        }
        if (!schema.path("additionalProperties").isBoolean()
                || schema.path("additionalProperties").booleanValue()) {
            throw new DeclarationError(
                    "the schema of tool '" + name + "' allows any other field: it needs additionalProperties false");
        }
    }

    /** Returns the input as the tool's record. Throws ToolError if it doesn't fit. It says what was given and what is allowed. */
    <I> I check(JsonNode given, Class<I> input) {
        if (!given.isObject()) {
            throw new ToolError(
                    "The input of " + name + " has to be an object, not " + shown(given) + ". " + allowed());
        }
        Validator.Result result = validator.validate(schemaUri, given);
        if (!result.isValid()) {
            throw new ToolError(
                    "The input of " + name + " is wrong: " + what(result.getErrors(), given) + ". " + allowed());
        }
        try {
            return Json.MAPPER.treeToValue(given, input);
        } catch (JsonProcessingException wrong) {
            // The whole message would also name the place in Jackson.
            throw unusable(wrong.getOriginalMessage(), wrong);
        } catch (IllegalArgumentException wrong) {
            throw unusable(wrong.getMessage(), wrong);
        }
    }

    /** Returns the error for an input that is JSON, but that this toolkit can't hold. */
    ToolError unreadable(String why) {
        return new ToolError("The input of " + name + " can't be read: " + cut(why) + ". " + allowed());
    }

    private ToolError unusable(String why, Exception cause) {
        return new ToolError("The input of " + name + " can't be used: " + cut(why) + ". " + allowed(), cause);
    }

    private String what(List<Error> errors, JsonNode given) {
        // The first error is enough, because the whole schema follows it.
        Error error = errors.get(0);
        String place = error.getInstanceLocation();
        JsonNode value = given.at(place);
        String field = "input" + place.replace('/', '.');
        String wrong = error.getEvaluationPath().endsWith("/additionalProperties")
                ? field + " is no field of it"
                : field + ": " + cut(String.valueOf(error.getError())) + " (" + error.getKeyword() + ")";
        return wrong + ". Given: " + shown(value);
    }

    private String allowed() {
        Set<String> required = new TreeSet<>();
        schema.path("required").forEach(each -> required.add(each.textValue()));
        List<String> fields = new ArrayList<>();
        schema.path("properties")
                .fieldNames()
                .forEachRemaining(field -> fields.add(required.contains(field) ? field + " (required)" : field));
        return "Its fields: " + (fields.isEmpty() ? "none" : String.join(", ", fields)) + ". Its schema: "
                + Json.write(schema);
    }

    /** Returns a value as the model wrote it, cut to MOST_SHOWN. */
    static String shown(JsonNode value) {
        return cut(value.isMissingNode() ? "null" : Json.write(value));
    }

    static String cut(String text) {
        int length = text.codePointCount(0, text.length());
        return length <= MOST_SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST_SHOWN)) + "… (" + length + " characters)";
    }
}
