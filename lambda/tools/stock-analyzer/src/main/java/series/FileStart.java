package series;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads the first lines of a file, from which its layout is told. rust-clustering has the same rules in start.rs. */
final class FileStart {
    private static final int STEP = 64 * 1024;
    private static final int FEWEST_LINES = 3;
    private static final int MOST_LINES = 100;

    private static final int[][] NO_TEXT = {
        {0x1f, 0x8b},
        {'P', 'K', 3, 4},
        {'P', 'A', 'R', '1'},
        {'B', 'Z', 'h'},
        {0xfd, '7', 'z', 'X', 'Z'},
        {0x28, 0xb5, 0x2f, 0xfd},
        {0xd0, 0xcf, 0x11, 0xe0}
    };

    /**
     * A line that isn't blank.
     *
     * @param number from 1 on
     * @param end the place of its line end
     */
    record Line(int number, int from, int end) {}

    /** The first bytes of the file. */
    final byte[] bytes;

    final List<Line> lines;

    private FileStart(byte[] bytes, List<Line> lines) {
        this.bytes = bytes;
        this.lines = lines;
    }

    /** Reads the first 64 KiB, and more if they have fewer than three lines. */
    static FileStart read(InputStream file) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        int wanted = STEP;
        while (true) {
            read.write(file.readNBytes(wanted - read.size()));
            byte[] bytes = read.toByteArray();
            boolean ended = bytes.length < wanted;
            if (wanted == STEP) {
                checkText(bytes);
            }
            List<Line> lines = lines(bytes, starts(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0, ended);
            if (ended || lines.size() >= FEWEST_LINES) {
                if (lines.isEmpty()) {
                    throw new SeriesFileError("The file is empty. " + SeriesFileError.FORM);
                }
                return new FileStart(bytes, lines);
            }
            wanted *= 2;
        }
    }

    private static List<Line> lines(byte[] bytes, int start, boolean ended) {
        List<Line> lines = new ArrayList<>();
        int from = start;
        int number = 1;
        int next = 1;
        boolean quoted = false;
        for (int i = start; i < bytes.length; i++) {
            quoted ^= bytes[i] == '"';
            next += bytes[i] == '\n' ? 1 : 0;
            if ((bytes[i] == '\n' && !quoted) || (ended && i + 1 == bytes.length)) {
                if (i + 1 - from > LineChunks.MOST_LINE_BYTES) {
                    throw SeriesFileError.tooLong();
                }
                int end = bytes[i] == '\n' ? i : i + 1;
                end = end > from && end < bytes.length && bytes[end - 1] == '\r' ? end - 1 : end;
                if (!isBlank(bytes, from, end)) {
                    lines.add(new Line(number, from, end));
                }
                if (lines.size() == MOST_LINES) {
                    return lines;
                }
                from = i + 1;
                number = next;
            }
        }
        if (bytes.length - from > LineChunks.MOST_LINE_BYTES) {
            throw SeriesFileError.tooLong();
        }
        return lines;
    }

    private static boolean isBlank(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            if (!isBlank(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    /** Returns true for white space and separators. A line of nothing else is blank. */
    static boolean isBlank(byte one) {
        return one == ' ' || one == '\t' || one == '\r' || one == '\n' || one == ',' || one == ';';
    }

    /** Fails if the file is no text, or not in UTF-8. */
    private static void checkText(byte[] bytes) {
        if (starts(bytes, 0xff, 0xfe) || starts(bytes, 0xfe, 0xff)) {
            throw new SeriesFileError("The file is UTF-16 text. Write it as UTF-8.");
        }
        for (int[] start : NO_TEXT) {
            if (starts(bytes, start)) {
                throw new SeriesFileError(
                        "The file is compressed, a spreadsheet or Parquet, and no CSV. Write it as CSV in " + "UTF-8. "
                                + SeriesFileError.FORM);
            }
        }
        int firstReturn = -1;
        boolean hasLineFeed = false;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                throw new SeriesFileError(
                        "The file is no text: it has zero bytes. Write it as CSV in UTF-8. " + SeriesFileError.FORM);
            }
            hasLineFeed |= bytes[i] == '\n';
            firstReturn = firstReturn < 0 && bytes[i] == '\r' ? i : firstReturn;
        }
        if (!hasLineFeed && firstReturn >= 0 && firstReturn + 1 < bytes.length) {
            throw new SeriesFileError(
                    "The lines end with a carriage return alone, as on old Macs. Write them with line feeds.");
        }
    }

    private static boolean starts(byte[] bytes, int... start) {
        for (int i = 0; i < start.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != start[i]) {
                return false;
            }
        }
        return true;
    }
}
