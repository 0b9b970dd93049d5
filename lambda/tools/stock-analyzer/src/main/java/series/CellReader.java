package series;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads a line cell by cell. A quotation mark begins a cell, or ends it, or is doubled. */
final class CellReader {
    static final String NEVER_CLOSED = "a quotation mark is opened and never closed.";
    static final String MISPLACED =
            "a quotation mark within a cell. Quote the whole cell, and double each quotation mark in it.";
    static final String NOT_UTF8 = "the text isn't UTF-8. Write the file as UTF-8.";

    /** The cell without the white space around it. */
    byte[] text;

    int from;
    int to;
    /** The place of the separator after the cell, or the end of the line. */
    int after;
    /** The fault of the cell; null if it has none. */
    String fault;

    /** Reads the cell that begins at a place. @param end the end of the line */
    void read(byte[] bytes, int at, int end, byte separator) {
        text = bytes;
        fault = null;
        int start = skip(bytes, at, end, separator);
        if (start < end && bytes[start] == '"') {
            quoted(bytes, start + 1, end, separator);
        } else {
            from = start;
            after = start;
            while (after < end && bytes[after] != separator) {
                if (bytes[after++] == '"') {
                    fault = MISPLACED;
                }
            }
            to = after;
        }
        trim();
    }

    private void quoted(byte[] bytes, int start, int end, byte separator) {
        ByteArrayOutputStream unquoted = null;
        int piece = start;
        int i = start;
        while (true) {
            while (i < end && bytes[i] != '"') {
                i++;
            }
            if (i == end) {
                fault = NEVER_CLOSED;
                after = end;
                return;
            }
            if (i + 1 == end || bytes[i + 1] != '"') {
                break;
            }
            unquoted = unquoted == null ? new ByteArrayOutputStream() : unquoted;
            unquoted.write(bytes, piece, i + 1 - piece);
            i += 2;
            piece = i;
        }
        from = piece;
        to = i;
        if (unquoted != null) {
            unquoted.write(bytes, piece, i - piece);
            text = unquoted.toByteArray();
            from = 0;
            to = text.length;
        }
        after = skip(bytes, i + 1, end, separator);
        if (after < end && bytes[after] != separator) {
            fault = MISPLACED;
        }
    }

    private static int skip(byte[] bytes, int at, int end, byte separator) {
        int i = at;
        while (i < end && bytes[i] != separator && (bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\r')) {
            i++;
        }
        return i;
    }

    private void trim() {
        while (from < to && isWhite(text[from])) {
            from++;
        }
        while (to > from && isWhite(text[to - 1])) {
            to--;
        }
    }

    static boolean isWhite(byte one) {
        return one == ' ' || one == '\t' || one == '\r' || one == '\n' || one == '\f';
    }

    /** Returns the text as it is shown where it isn't UTF-8. */
    String shownText() {
        return new String(text, from, to - from, StandardCharsets.UTF_8);
    }

    /** Returns the text; null if it isn't UTF-8. */
    String utf8Text() {
        return utf8(text, from, to);
    }

    static String utf8(byte[] bytes, int from, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException wrong) {
            return null;
        }
    }

    /** Returns a text without the white space around it. */
    static byte[] trimmed(byte[] bytes) {
        CellReader cell = new CellReader();
        cell.text = bytes;
        cell.to = bytes.length;
        cell.trim();
        return Arrays.copyOfRange(bytes, cell.from, cell.to);
    }

    /** Returns the number of cells, by the separators outside of quotation marks. */
    static int count(byte[] bytes, int from, int end, byte separator) {
        boolean quoted = false;
        int count = 1;
        for (int i = from; i < end; i++) {
            quoted ^= bytes[i] == '"';
            count += bytes[i] == separator && !quoted ? 1 : 0;
        }
        return count;
    }
}
