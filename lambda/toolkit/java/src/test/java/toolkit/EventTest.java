package toolkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static toolkit.Tool.tool;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Tests of events that are JSON, but no tool use or more than the toolkit holds. */
class EventTest {
    record Input(String text) {}

    private static final String DECLARED =
            "{\"tools\": [{\"name\": \"say\", \"input_schema\": {\"type\": \"object\", \"properties\": {\"text\": {\"type\": "
                    + "\"string\"}}, \"additionalProperties\": false}}]}";

    private final MemoryStorage storage = new MemoryStorage();

    private JsonNode result(String event) throws IOException {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        ToolHandler handler = new ToolHandler(
                new ByteArrayInputStream(DECLARED.getBytes(UTF_8)),
                storage,
                tool("say", Input.class, (given, use) -> "done")) {};
        handler.handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), result, null);
        return Json.MAPPER.readTree(result.toString(UTF_8));
    }

    private String error(String input) throws IOException {
        JsonNode result = result("{\"input\": {\"text\": " + input + "}, \"id\": \"toolu_1\", \"name\": \"say\"}");
        assertEquals("toolu_1", result.path("tool_use_id").textValue());
        assertTrue(result.path("is_error").booleanValue());
        return result.path("content").textValue();
    }

    private String malformed(String event) {
        return assertThrows(MalformedEventError.class, () -> result(event)).getMessage();
    }

    private static String inRun(String results) {
        return "{\"id\": \"toolu_1\", \"name\": \"say\", \"input\": {}, \"run\": {\"results\": " + results + "}}";
    }

    @Test
    void anInputThatIsMoreThanIsHeldIsTheModelsToRepair() throws IOException {
        String start = "The input of say can't be read: ";
        String end = ". say takes: text (string).";
        String tooBig = start + "a number in it is too big. Allowed are numbers up to 1.8e308" + end;
        assertTrue(error("1e999").startsWith(tooBig));
        assertTrue(error("[{\"a\": -1e999}]").startsWith(tooBig));
        String deep = error("[".repeat(5000) + "]".repeat(5000));
        assertTrue(deep.startsWith(start + "Document nesting depth (1001) exceeds the maximum allowed (1000"), deep);
        String digits = error("1".repeat(1001));
        assertTrue(digits.startsWith(start + "Number value length (1001) exceeds the maximum allowed (1000"), digits);
    }

    @Test
    void theSizeOfAnInputIsKnownAlsoWhereItCannotBeHeld() throws IOException {
        assertEquals(
                13, Event.read("{\"input\": {\"text\": \"é\"}}".getBytes(UTF_8)).inputBytes());
        String deep = "{\"input\": " + "[".repeat(5000) + "]".repeat(5000) + ", \"id\": \"toolu_1\"}";
        assertEquals(10_000, Event.read(deep.getBytes(UTF_8)).inputBytes());
    }

    @Test
    void anEventOfWhichTheToolUseCannotBeReadIsMalformed() {
        assertTrue(malformed("{\"id\": ").startsWith("a tool use can't be read as JSON: Unexpected end-of-input"));
        assertEquals(
                "a tool use is an object with id, name and input, not a list",
                malformed("[".repeat(5000) + "]".repeat(5000)));
        assertEquals(
                "id of a tool use has to be text, one character or more, not a list",
                malformed("{\"id\": " + "[".repeat(5000) + "]".repeat(5000) + ", \"name\": \"say\"}"));
    }

    @Test
    void aPlaceForResultsIsABucketAndAFolderOrNoneAtAll() throws IOException {
        assertEquals(
                "done",
                result(inRun("{\"bucket\": \"b\", \"prefix\": \"runs/1/\"}"))
                        .path("content")
                        .textValue());
        assertEquals("done", result(inRun("null")).path("content").textValue());
        for (String half : new String[] {
            "{}",
            "{\"bucket\": \"b\"}",
            "{\"bucket\": null, \"prefix\": null}",
            "{\"bucket\": \"b\", \"prefix\": null}",
            "{\"bucket\": \"\", \"prefix\": \"runs/1/\"}",
            "{\"bucket\": \"b\", \"prefix\": \"\"}"
        }) {
            assertEquals("run.results needs both bucket and prefix, neither of them empty", malformed(inRun(half)));
        }
        String folder = "run.results.prefix has to be a folder that ends with /, like runs/run-1/, not ";
        assertEquals(folder + "\"/\"", malformed(inRun("{\"bucket\": \"b\", \"prefix\": \"/\"}")));
        assertEquals(folder + "\"runs/1\"", malformed(inRun("{\"bucket\": \"b\", \"prefix\": \"runs/1\"}")));
    }

    @Test
    void aFileWithoutABucketOrAKeyIsNotAskedFor() throws IOException {
        storage.files.put("/a", new byte[0]);
        storage.files.put("b/", new byte[0]);
        JsonNode byHand = Json.MAPPER.readTree("{\"id\": \"toolu_1\", \"name\": \"say\"}");
        ToolUse use = ToolUse.read(byHand, storage);
        assertNull(use.bucket());
        assertEquals(
                "There is no file 'a' in bucket '': no bucket or no key is named like this.",
                assertThrows(UnreadableFileError.class, () -> use.open("", "a")).getMessage());
        assertEquals(
                "There is no file '' in bucket 'b': no bucket or no key is named like this.",
                assertThrows(UnreadableFileError.class, () -> use.open("b", "")).getMessage());
    }
}
