package toolkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One entry of tools.json. It checks a tool's input against its schema. */
final class DeclaredTool {
    final String name;
    private final Schema schema;

    private DeclaredTool(JsonNode declaration) {
        name = declaration.required("name").textValue();
        try {
            schema = Schema.read(declaration.path("input_schema"));
        } catch (Schema.SchemaException wrong) {
            throw new DeclarationError("the schema of tool '" + name + "' can't be used: " + wrong.getMessage(), wrong);
        }
    }

    /** Returns all tools of a tools.json, by name. */
    static Map<String, DeclaredTool> read(InputStream toolsJson) {
        if (toolsJson == null) {
            throw new DeclarationError("there is no tools.json in the package");
        }
        Map<String, DeclaredTool> tools = new LinkedHashMap<>();
        try (toolsJson) {
            for (JsonNode declaration : Json.MAPPER.readTree(toolsJson).required("tools")) {
                DeclaredTool tool = new DeclaredTool(declaration);
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
        Set<String> fields = new TreeSet<>(schema.fields.keySet());
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
    }

    /** Returns the input as the tool's record. Throws ToolError if it doesn't fit. It says what was given and what is allowed. */
    <I> I check(JsonNode given, Class<I> input) {
        Fitting fitting = new Fitting(given, schema);
        if (!fitting.problems.isEmpty()) {
            throw new ToolError(
                    "The input of " + name + " is wrong: " + String.join(". ", fitting.problems) + ". " + takes());
        }
        try {
            return Json.MAPPER.treeToValue(fitting.fitted, input);
        } catch (JsonProcessingException wrong) {
            // The whole message would also name the place in Jackson.
            throw unusable(wrong.getOriginalMessage(), wrong);
        } catch (IllegalArgumentException wrong) {
            throw unusable(wrong.getMessage(), wrong);
        }
    }

    /** Returns the error for an input that is JSON, but that this toolkit can't hold. */
    ToolError unreadable(String why) {
        return new ToolError("The input of " + name + " can't be read: " + Shown.cut(why) + ". " + takes());
    }

    private ToolError unusable(String why, Exception cause) {
        return new ToolError("The input of " + name + " can't be used: " + Shown.cut(why) + ". " + takes(), cause);
    }

    /** Returns the fields of the tool, like `query takes: sql (string, required), rows (integer).` */
    private String takes() {
        List<String> fields = new ArrayList<>();
        schema.fields.forEach((field, of) ->
                fields.add(field + " (" + of.kind.word() + (schema.required.contains(field) ? ", required)" : ")")));
        return name + " takes: " + Fitting.orNoFields(fields) + ".";
    }
}
