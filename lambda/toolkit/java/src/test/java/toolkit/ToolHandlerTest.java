package toolkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static toolkit.Tool.tool;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests in addition to the cases of tests/events: declarations that don't fit, previews, and inputs of this language. */
class ToolHandlerTest {
    record Input(String someText, Integer times, Link place) {}

    record Link(String bucket, String key) {}

    private static final String SCHEMA =
            "{\"type\": \"object\", \"properties\": {\"some_text\": {\"type\": \"string\"}, \"times\": "
                    + "{\"type\": \"integer\"}, \"place\": {\"type\": \"object\", \"properties\": {\"bucket\": {\"type\": \"string\"}, \"key\": "
                    + "{\"type\": \"string\"}}, \"required\": [\"bucket\"], \"additionalProperties\": false}}, \"required\": [\"some_text\"], "
                    + "\"additionalProperties\": false}";

    private final MemoryStorage storage = new MemoryStorage();

    private static InputStream declared(String name, String schema) {
        String json = "{\"tools\": [{\"name\": \"" + name + "\", \"input_schema\": " + schema + "}]}";
        return new ByteArrayInputStream(json.getBytes(UTF_8));
    }

    private ToolHandler handler(String schema, Tool.Function<Input> function) {
        return new ToolHandler(declared("say", schema), storage, tool("say", Input.class, function)) {};
    }

    private JsonNode use(Tool.Function<Input> function, String input) throws IOException {
        String event = "{\"id\": \"toolu_1\", \"name\": \"say\", \"input\": " + input
                + ", \"run\": {\"results\": {\"bucket\": \"b\", \"prefix\": \"runs/1/\"}}}";
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        handler(SCHEMA, function).handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), result, null);
        return Json.MAPPER.readTree(result.toString(UTF_8));
    }

    private String error(String input) throws IOException {
        JsonNode result = use((given, use) -> "done", input);
        assertTrue(result.path("is_error").booleanValue());
        return result.path("content").textValue();
    }

    private String declarationError(String name, String schema) {
        return assertThrows(
                        DeclarationError.class,
                        () -> new ToolHandler(
                                declared(name, schema), storage, tool("say", Input.class, (given, use) -> "")) {})
                .getMessage();
    }

    @Test
    void aRecordHasTheFieldsOfTheSchemaAndNullForThoseThatAreLeftOut() throws IOException {
        JsonNode result = use(
                (given, use) -> given,
                "{\"some_text\": \"é\", \"times\": null, \"place\": {\"bucket\": \"b\", \"key\": null}}");
        assertEquals(
                "{\"some_text\":\"é\",\"times\":null,\"place\":{\"bucket\":\"b\",\"key\":null}}",
                result.path("content").textValue());
    }

    @Test
    void aDollarInAPatternIsTheEndOfTheTextAndLetsNoLineEndFollow() {
        assertEquals("ab", taken("^[a-z]+$", "ab"));
        assertThrows(ToolError.class, () -> taken("^[a-z]+$", "ab\n"));
        assertEquals("5$", taken("^[0-9]\\\\$$", "5$"));
        assertThrows(ToolError.class, () -> taken("^[0-9]\\\\$$", "5$\n"));
        assertEquals("a\\", taken("^a\\\\\\\\$", "a\\"));
        assertThrows(ToolError.class, () -> taken("^a\\\\\\\\$", "a\\\n"));
    }

    private static String taken(String pattern, String text) {
        String schema = "{\"type\": \"object\", \"properties\": {\"some_text\": {\"type\": \"string\", "
                + "\"pattern\": \"" + pattern + "\"}}, \"additionalProperties\": false}";
        JsonNode given = Json.MAPPER.createObjectNode().put("some_text", text);
        return DeclaredTool.read(declared("say", schema))
                .get("say")
                .check(given, Input.class)
                .someText();
    }

    @Test
    void whatIsWrongIsSaidWithItsPlaceAndWhatIsAllowed() throws IOException {
        String takes = " say takes: some_text (string, required), times (integer), place (object).";
        assertEquals(
                "The input of say is wrong: input.some_text is 5; allowed is a text." + takes,
                error("{\"some_text\": 5}"));
        assertEquals(
                "The input of say is wrong: input.place has no field file; allowed are bucket, key." + takes,
                error("{\"some_text\": \"a\", \"place\": {\"bucket\": \"b\", \"file\": 1}}"));
        assertTrue(error("{\"some_text\": \"a\", \"times\": 99999999999}")
                .startsWith("The input of say can't be used: Numeric value (99999999999) out of range of int "
                        + "(-2147483648 - 2147483647)." + takes));
    }

    @Test
    void aDeclarationThatDoesNotFitFailsAtTheStart() {
        assertEquals(
                "tools.json declares [shout], and there are functions for [say]", declarationError("shout", SCHEMA));
        assertEquals(
                "tool 'say' is declared with the fields [other, place, times], and its Input has [place, some_text, times]",
                declarationError("say", SCHEMA.replace("some_text", "other")));
        assertEquals(
                "the schema of tool 'say' can't be used: input_schema allows any other field: it needs additionalProperties false",
                declarationError(
                        "say",
                        SCHEMA.replace("], \"additionalProperties\": false}", "]}")
                                .replace("[\"bucket\"]}", "[\"bucket\"], \"additionalProperties\": false}")));
        assertTrue(declarationError("say", "{\"type\": 5}")
                .startsWith(
                        "the schema of tool 'say' can't be used: input_schema.type is 5; allowed are object, array"));
        assertEquals(
                "there is no tools.json in the package",
                assertThrows(DeclarationError.class, () -> new ToolHandler(null, storage) {})
                        .getMessage());
    }

    @Test
    void aBigResultIsStoredAndItsOwnPreviewIsShown() throws IOException {
        String big = "x".repeat(20_000);
        JsonNode result =
                use((given, use) -> new Result(Map.of("text", big), Map.of("short", "x…")), "{\"some_text\": \"\"}");
        JsonNode content = Json.MAPPER.readTree(result.path("content").textValue());
        assertEquals("{\"short\":\"x…\"}", content.path("preview").toString());
        assertEquals("runs/1/toolu_1/result.json", content.path("key").textValue());
        assertEquals(
                "{\"text\":\"" + big + "\"}", new String(storage.files.get("b/runs/1/toolu_1/result.json"), UTF_8));
    }

    @Test
    void aPreviewEndsWithAWholeCharacter() throws IOException {
        // One character stands before the pairs, so that each even place is in the middle of a pair.
        JsonNode result = use((given, use) -> "a" + "😀".repeat(6000), "{\"some_text\": \"\"}");
        JsonNode content = Json.MAPPER.readTree(result.path("content").textValue());
        assertEquals("a" + "😀".repeat(1023) + "…", content.path("preview").textValue());
    }

    @Test
    void anErrorThatTheModelCanRepairMayBeJson() throws IOException {
        JsonNode result = use(
                (given, use) -> {
                    throw new ToolError(Map.of("allowed", 3));
                },
                "{\"some_text\": \"\"}");
        assertEquals("{\"allowed\":3}", result.path("content").textValue());
        assertTrue(result.path("is_error").booleanValue());
    }

    @Test
    void whatNobodyThoughtOfIsThrownAsItIs() {
        IOException thrown = assertThrows(
                IOException.class,
                () -> use(
                        (given, use) -> {
                            throw new IOException("the disk is gone");
                        },
                        "{\"some_text\": \"\"}"));
        assertEquals("the disk is gone", thrown.getMessage());
    }
}
