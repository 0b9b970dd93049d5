package series;

/**
 * Reads the series of one chunk. Only one thread uses it.
 *
 * <p>It makes no object for a value: it reads each byte once and builds the number from it. DecimalText reads the other numbers.
 */
public final class SeriesParser {
    /** Takes a series. The arrays are used again for the next one. */
    @FunctionalInterface
    public interface Visitor {
        void series(byte[] name, int from, int length, double[] values);
    }

    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    /** A double holds every integer up to this one. Dividing it by a power of ten of the list above rounds only once. */
    private static final long MOST_EXACT = 1L << 53;
    /** A sum of squares of larger numbers could be too large for a double. */
    private static final double LARGEST_NUMBER = 1e100;

    private final Layout layout;
    private final byte separator;
    private final byte mark;
    private final double[] values;
    private final CellReader name = new CellReader();
    private final CellReader cell = new CellReader();
    private byte[] bytes;
    private int end;
    private int line;
    private int lineStart;
    /** The end of the line, if a cell needed it; else -1. */
    private int lineEnd;

    SeriesParser(Layout layout) {
        this.layout = layout;
        separator = layout.separator();
        mark = layout.mark();
        values = new double[layout.width()];
    }

    /**
     * Visits the series of a chunk, and returns the number of its lines. If columns are series, it visits the times with their values.
     *
     * <p>Throws WrongLine for the first line that breaks the format, after visiting those before it.
     */
    int parse(Chunk chunk, Visitor visitor) {
        bytes = chunk.bytes();
        end = chunk.end();
        line = 0;
        int at = chunk.start();
        while (at < end) {
            int after = afterBlank(at);
            if (after >= 0) {
                at = after;
                line++;
                continue;
            }
            lineStart = at;
            lineEnd = -1;
            at = numbers(name(at));
            if (at - lineStart > LineChunks.MOST_LINE_BYTES) {
                throw SeriesFileError.tooLong();
            }
            if (layout.newestFirst()) {
                reverse();
            }
            visitor.series(name.text, name.from, name.to - name.from, values);
            line++;
            // A line break within quotation marks counts too.
            for (int i = lineStart; lineEnd >= 0 && i < lineEnd; i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
        }
        return line;
    }

    /** Returns the fault of the line that is visited. */
    WrongLine wrong(String message) {
        return new WrongLine(line, message);
    }

    private void reverse() {
        for (int i = 0, j = values.length - 1; i < j; i++, j--) {
            double value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }

    /** Returns the place where the next line begins if this one is blank, else -1. */
    private int afterBlank(int at) {
        byte[] b = bytes;
        while (b[at] != '\n' && FileStart.isBlank(b[at])) {
            at++;
        }
        return b[at] == '\n' ? at + 1 : -1;
    }

    /** Reads the name. Returns the place where the first value begins. */
    private int name(int at) {
        byte[] b = bytes;
        int i = at;
        int all = 0;
        while (b[i] != separator && b[i] != '\n' && b[i] != '"') {
            all |= b[i++];
        }
        boolean isPlain = b[i] == separator && i > at && all > 0 && b[at] > ' ' && b[i - 1] > ' ';
        if (isPlain && i - at <= Layout.LONGEST_NAME) {
            name.text = b;
            name.from = at;
            name.to = i;
            return i + 1;
        }
        name.read(b, at, lineEnd(), separator);
        String fault = name.fault;
        if (fault == null && name.utf8Text() == null) {
            fault = CellReader.NOT_UTF8;
        }
        int length = name.to - name.from;
        if (fault == null && (!layout.hasColumns() || length > Layout.LONGEST_NAME)) {
            fault = Layout.faultOfName(name.shownText(), length);
        }
        if (fault != null) {
            throw wrong(", column 1: " + fault);
        }
        if (name.after == lineEnd()) {
            throw ragged(0);
        }
        return name.after + 1;
    }

    /** Reads all values of a line. Returns the place where the next line begins. */
    private int numbers(int at) {
        byte[] b = bytes;
        int points = values.length;
        for (int i = 0; i < points; i++) {
            int start = at;
            byte c = b[at];
            boolean negative = c == '-';
            if (negative) {
                c = b[++at];
            }
            int first = at;
            long digits = 0;
            int digit;
            while ((digit = c - '0') >= 0 && digit <= 9) {
                digits = digits * 10 + digit;
                c = b[++at];
            }
            int count = at - first;
            int scale = 0;
            if (c == mark) {
                c = b[++at];
                first = at;
                while ((digit = c - '0') >= 0 && digit <= 9) {
                    digits = digits * 10 + digit;
                    c = b[++at];
                }
                scale = at - first;
                count += scale;
            }
            boolean atDelimiter = c == separator || c == '\n' || (c == '\r' && b[at + 1] == '\n');
            double value;
            if (atDelimiter && count > 0 && count <= 18 && digits <= MOST_EXACT) {
                value = digits / POWERS_OF_TEN[scale];
                if (negative) {
                    value = -value;
                }
            } else {
                value = otherNumber(start, i);
                at = cell.after;
                c = b[at];
            }
            values[i] = value;
            if (c == separator) {
                at++;
                if (i == points - 1) {
                    throw ragged(CellReader.count(b, lineStart, lineEnd(), separator) - 1);
                }
            } else {
                if (i < points - 1) {
                    throw ragged(i + 1);
                }
                return c == '\r' ? at + 2 : at + 1;
            }
        }
        throw new IllegalStateException("a series has a value or more");
    }

    /** Reads a number that needs more care, or refuses a cell that is none. */
    private double otherNumber(int start, int index) {
        cell.read(bytes, start, lineEnd(), separator);
        if (cell.fault != null) {
            throw wrongValue(index, cell.fault);
        }
        double value = DecimalText.parse(cell.text, cell.from, cell.to, mark);
        if (Math.abs(value) <= LARGEST_NUMBER) {
            return value;
        }
        String text = cell.utf8Text();
        if (text == null) {
            throw wrongValue(index, CellReader.NOT_UTF8);
        }
        String shown = ShownText.of(text);
        if (!Double.isNaN(value)) {
            throw wrongValue(index, shown + " is too large. Allowed is 1e100 at most, without its sign.");
        }
        if (text.isEmpty()) {
            throw wrongValue(index, "there is no value. Fill the gap, or leave this series or this time out.");
        }
        if (Cell.isMissing(text)) {
            throw wrongValue(
                    index,
                    "there is no value, but " + shown + ". Fill the gap, or leave this series or this time out.");
        }
        if (Cell.isInfinite(text)) {
            throw wrongValue(index, shown + " isn't a finite number. Leave this series or this time out.");
        }
        throw wrongValue(
                index,
                shown
                        + (mark == ','
                                ? " isn't a number. This file has decimal commas: allowed are numbers like 12, -0,5 and 1,2e3."
                                : " isn't a number. Allowed are numbers like 12, -0.5 and 1.2e3, with a point and without "
                                        + "marks for thousands."));
    }

    private WrongLine wrongValue(int index, String why) {
        String label = ShownText.of(name.shownText());
        String column = "column " + (index + 2);
        return wrong(
                layout.hasColumns()
                        ? " (" + label + "), " + column + " (series "
                                + ShownText.of(layout.labels().get(index)) + "): " + why
                        : " (series " + label + "), " + column + ": " + why);
    }

    private WrongLine ragged(int found) {
        String label = ShownText.of(name.shownText());
        String has = " has " + (found == 0 ? "no values" : found == 1 ? "1 value" : found + " values") + ", and line "
                + layout.firstLine();
        return wrong(
                layout.hasColumns()
                        ? " (" + label + ")" + has + " names " + layout.width() + " series. Every series needs a value."
                        : " (series " + label + ")" + has + " has " + layout.width()
                                + ". Every series needs as many values.");
    }

    /** Returns the place of the line end, which has one byte or two. A line end within quotation marks is none. */
    private int lineEnd() {
        if (lineEnd < 0) {
            boolean quoted = false;
            int i = lineStart;
            while (i < end - 1 && (quoted || bytes[i] != '\n')) {
                quoted ^= bytes[i++] == '"';
            }
            lineEnd = i > lineStart && bytes[i - 1] == '\r' ? i - 1 : i;
        }
        return lineEnd;
    }
}
