package toolkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The keys of files in S3. docs/reference/contracts.md, Keys, has the rules. They are the same in every language. */
final class Keys {
    /** The folder of the bucket into which people put files for agents. */
    static final String INPUTS = "inputs/";

    private static final int MOST_PART_BYTES = 128;
    private static final int END_BYTES = 30;
    private static final Pattern WRITTEN =
            Pattern.compile("[A-Za-z0-9_=-][A-Za-z0-9_.=-]*(/[A-Za-z0-9_=-][A-Za-z0-9_.=-]*)*");

    /**
     * Parts that are empty or nothing but dots in Unicode's form NFKC, control characters, the backslash, characters whose form NFKC
     * has a slash, a backslash or a percent sign, and their escapes.
     */
    private static final Pattern STRAYING = Pattern.compile(
            "(\\A|/)[.\\u2024\\u2025\\u2026\\ufe19\\ufe30\\ufe52\\uff0e]*(/|\\z)"
                    + "|[\\p{Cc}\\\\\\u2100\\u2101\\u2105\\u2106\\ufe68\\ufe6a\\uff05\\uff0f\\uff3c]"
                    + "|%(00|25|2e|2f|5c)",
            Pattern.CASE_INSENSITIVE);

    private Keys() {}

    /** Returns the part of a key for an id or a name. Two texts never have one part. It is never empty, "." or "..". */
    static String part(String text) {
        if (HalfPairs.in(text).isPresent()) {
            throw new IllegalArgumentException(
                    Json.write(text) + " names no file: it has half of a surrogate pair, which is no character");
        }
        StringBuilder made = new StringBuilder();
        for (byte letter : text.getBytes(UTF_8)) {
            boolean dotWithin = letter == '.' && !made.isEmpty();
            if (letter >= 'a' && letter <= 'z'
                    || letter >= 'A' && letter <= 'Z'
                    || letter >= '0' && letter <= '9'
                    || letter == '_'
                    || letter == '-'
                    || dotWithin) {
                made.append((char) letter);
            } else {
                made.append(String.format("=%02X", letter));
            }
        }
        int length = made.length();
        if (length <= MOST_PART_BYTES) {
            return made.isEmpty() ? "=" : made.toString();
        }
        return made.substring(0, END_BYTES) + "==" + sha256(text) + "==" + made.substring(length - END_BYTES);
    }

    /** Returns true if a file is one of the run, whose keys begin with the prefix, or one that people put there for agents. */
    static boolean beginWell(String prefix, String key) {
        return key.startsWith(prefix) || key.startsWith(INPUTS);
    }

    /** Returns true if a key that begins well may lead elsewhere. A client or a server might follow dots and undo escapes. */
    static boolean stray(String prefix, String key) {
        if (key.startsWith(prefix)) {
            return !WRITTEN.matcher(key.substring(prefix.length())).matches();
        }
        return STRAYING.matcher(key.substring(INPUTS.length())).find();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
