package toolkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.OptionalInt;

/**
 * Refuses an input with half of a surrogate pair. JSON can write one, as an escape of four digits, but UTF-8 can't, so it can't be
 * stored or sent.
 */
final class HalfPairs {
    private HalfPairs() {}

    /** Throws ToolError if a text or a name in the input has half of a surrogate pair. */
    static void refuse(ToolUse use) throws JsonProcessingException {
        OptionalInt half = in(Json.MAPPER.writeValueAsString(use.input()));
        if (half.isPresent()) {
            throw new ToolError("The input of " + use.name() + " has half of a surrogate pair (\\u"
                    + Integer.toHexString(half.getAsInt())
                    + "), which is no character. Write the whole character, or leave it out.");
        }
    }

    /** Returns the first half of a surrogate pair that stands alone. */
    static OptionalInt in(String text) {
        return text.codePoints()
                .filter(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
                .findFirst();
    }
}
