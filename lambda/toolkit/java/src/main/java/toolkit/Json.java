package toolkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;

/** JSON as it stands in events and results. */
final class Json {
    /** Writes NaN and the infinities as the texts that people know them by, and characters as they are. */
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

    /** The size of a text inside a JSON document, which is what a state is measured by. */
    static int bytes(String text) {
        return write(TextNode.valueOf(text)).getBytes(StandardCharsets.UTF_8).length;
    }

    /** Half of a surrogate pair can't be encoded; it becomes a question mark. */
    static String whole(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
