package toolkit;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The content of a tool result. It is always valid JSON, and has at most 16 KiB inline.
 *
 * @param storedBytes the number of bytes that were stored in S3; null if the result went inline
 */
record Content(String text, Long storedBytes) {
    static final int MOST_PREVIEW_BYTES = 4 * 1024;

    static Content of(Object value, ToolUse use) {
        Result result = value instanceof Result given ? given : new Result(value, null);
        boolean isText = result.value() instanceof CharSequence;
        String text = isText ? Json.whole(result.value().toString()) : Json.write(result.value());
        if (Json.bytes(text) <= Result.MOST_INLINE_BYTES) {
            return new Content(text, null);
        }
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        Object preview = result.preview();
        if (preview == null || Json.bytes(Json.write(preview)) > MOST_PREVIEW_BYTES) {
            preview = beginning(text);
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        if (use.bucket() == null) {
            shown.put(
                    "note",
                    "Cut: the whole result has " + data.length
                            + " bytes, and this tool use came without a run to store it for.");
            shown.put("preview", preview);
            return new Content(Json.write(shown), null);
        }
        StoredFile link = isText
                ? use.store("result.txt", data, "text/plain; charset=utf-8")
                : use.store("result.json", data, "application/json");
        shown.put(
                "note",
                "The whole result is too big to be shown. It is stored; this is a preview. To see all you need, ask for less.");
        shown.put("bucket", link.bucket());
        shown.put("key", link.key());
        shown.put("bytes", link.bytes());
        shown.put("preview", preview);
        return new Content(Json.write(shown), link.bytes());
    }

    /** Returns a beginning of the text that fits a preview. It halves the text until it fits, whatever bytes characters take. */
    private static String beginning(String text) {
        String cut = first(text, MOST_PREVIEW_BYTES);
        while (Json.bytes(cut) > MOST_PREVIEW_BYTES) {
            cut = first(cut, cut.length() / 2);
        }
        return cut + "…";
    }

    /** Returns the first characters of a text. It leaves out a last one that is half of a surrogate pair. */
    private static String first(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean inPair =
                Character.isHighSurrogate(text.charAt(most - 1)) && Character.isLowSurrogate(text.charAt(most));
        return text.substring(0, inPair ? most - 1 : most);
    }
}
