package toolkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * An event as JSON. ToolUse checks the fields.
 *
 * @param fields the fields of the event, without the input if that is unreadable
 * @param unreadable the reason why an input that is JSON can't be held; else null. The model reads the reason
 * @param inputBytes the size of the input as JSON
 */
record Event(JsonNode fields, String unreadable, long inputBytes) {
    /** Reads JSON without limits, to skip an input that is nested too deep or has too big numbers. */
    private static final ObjectMapper BOUNDLESS = JsonMapper.builder().build();

    static {
        BOUNDLESS
                .getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(Integer.MAX_VALUE)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build());
    }

    /** Reads an event. Throws MalformedEventError if it is no JSON. */
    static Event read(byte[] event) throws IOException {
        try {
            JsonNode fields = Json.MAPPER.readTree(event);
            JsonNode input = fields.path("input");
            String tooBig = hasInfinity(input) ? "a number in it is too big. Allowed are numbers up to 1.8e308" : null;
            String json = Json.write(input.isMissingNode() ? null : input);
            return new Event(fields, tooBig, json.getBytes(UTF_8).length);
        } catch (StreamConstraintsException wrong) {
            return withoutInput(event, wrong.getOriginalMessage());
        } catch (JsonProcessingException wrong) {
            throw new MalformedEventError("a tool use can't be read as JSON: " + wrong.getOriginalMessage());
        }
    }

    private static Event withoutInput(byte[] event, String unreadable) throws IOException {
        ObjectNode fields = BOUNDLESS.createObjectNode();
        long inputBytes = 0;
        try (JsonParser parser = BOUNDLESS.createParser(event)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedEventError("a tool use is an object with id, name and input, not a list");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                if (name.equals("input")) {
                    long start = parser.currentTokenLocation().getByteOffset();
                    parser.skipChildren();
                    parser.finishToken();
                    inputBytes = parser.currentLocation().getByteOffset() - start;
                } else {
                    fields.set(name, parser.readValueAsTree());
                }
            }
            return new Event(fields, unreadable, inputBytes);
        } catch (JsonProcessingException wrong) {
            throw new MalformedEventError("a tool use can't be read as JSON: " + wrong.getOriginalMessage());
        }
    }

    /** Returns true if the value has an infinity. Jackson reads 1e999 as infinity, which is no number of JSON. */
    private static boolean hasInfinity(JsonNode value) {
        if (value.isFloatingPointNumber()) {
            return Double.isInfinite(value.doubleValue());
        }
        for (JsonNode each : value) {
            if (hasInfinity(each)) {
                return true;
            }
        }
        return false;
    }
}
