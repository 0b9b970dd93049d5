package toolkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;

/** Reads and writes the JSON of events and results. */
final class Json {
    /** Writes NaN and the infinities by their names as text, and characters unescaped. */
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static String write(Object value) {
        try {
            return whole(MAPPER.writeValueAsString(value));
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(
                    "a tool returned what isn't plain JSON: " + wrong.getOriginalMessage(), wrong);
        }
    }

    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Returns the size of a text inside a JSON document. Step Functions limits this size. */
    static int bytes(String text) {
        return write(TextNode.valueOf(text)).getBytes(StandardCharsets.UTF_8).length;
    }

    /** Replaces halves of surrogate pairs by question marks, because UTF-8 can't encode them. */
    static String whole(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
