package handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the results of my_tool. */
class MyToolTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode use(Map<String, Object> input) throws IOException {
        byte[] event = JSON.writeValueAsBytes(Map.of("id", "toolu_1", "name", "my_tool", "input", input));
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        new Handler().handleRequest(new ByteArrayInputStream(event), result, null);
        return JSON.readTree(result.toString(UTF_8));
    }

    @ParameterizedTest
    @CsvSource(ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            '',0,0
            ' one  two ',2,10
            日本 🏏,2,4
            'e\u0301\u00a0x',2,4
            """)
    void wordsAndCharactersAreCounted(String text, int words, int characters) throws IOException {
        JsonNode result = use(Map.of("text", text));
        assertEquals(
                "{\"words\":" + words + ",\"characters\":" + characters + "}",
                result.path("content").textValue());
    }

    @Test
    void anInputThatBreaksTheSchemaIsAnErrorThatSaysWhatIsAllowed() throws IOException {
        JsonNode result = use(Map.of("txet", "x"));
        assertTrue(result.path("is_error").booleanValue());
        assertTrue(result.path("content").textValue().contains("my_tool takes: text (string, required)."));
    }
}
