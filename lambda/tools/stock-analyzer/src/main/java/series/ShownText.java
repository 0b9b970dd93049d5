package series;

import java.nio.charset.StandardCharsets;

/** A part of a file in an error: in quotes, and cut if it is long. */
final class ShownText {
    private static final int MOST_SHOWN = 60;

    private ShownText() {}

    static String of(byte[] bytes, int from, int length) {
        String text = new String(bytes, from, Math.min(length, MOST_SHOWN), StandardCharsets.UTF_8).strip();
        return "'" + text + (length > MOST_SHOWN ? "…'" : "'");
    }
}
