package series;

import java.util.Arrays;

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

    private final FileHead head;
    private final double[] values;
    private byte[] bytes;
    private int end;
    private int line;
    private int nameFrom;
    private int nameLength;
    private byte[] nameBytes;
    private int next;

    public SeriesParser(FileHead head) {
        this.head = head;
        values = new double[head.points()];
    }

    /**
     * Visits the series of a chunk, and returns the number of its lines.
     *
     * <p>Throws WrongLine for the first line that breaks the format, after visiting those before it.
     */
    public int parse(Chunk chunk, Visitor visitor) {
        bytes = chunk.bytes();
        end = chunk.end();
        line = 0;
        int at = chunk.start();
        while (at < end) {
            int after = afterBlank(at);
            if (after < 0) {
                at = numbers(name(at));
                visitor.series(nameBytes, nameFrom, nameLength, values);
            } else {
                at = after;
            }
            line++;
        }
        return line;
    }

    /** Returns the place where the next line begins if this one is blank, else -1. */
    private int afterBlank(int at) {
        byte[] b = bytes;
        while (b[at] == ' ' || b[at] == '\t' || (b[at] == '\r' && at + 1 < end)) {
            at++;
        }
        return b[at] == '\n' ? at + 1 : -1;
    }

    /** Reads the name. Returns the place where the first value begins. */
    private int name(int at) {
        byte[] b = bytes;
        nameBytes = b;
        nameFrom = at;
        if (b[at] == '"') {
            return quotedName(at);
        }
        int i = at;
        while (b[i] != ',') {
            if (b[i] == '\n') {
                throw wrong(" has a name and no values: " + shown(at, i) + ". Allowed is NAME,v1,v2,…");
            }
            if (b[i] == '"') {
                throw wrong(", column 1: a quote within " + shown(at, lineEnd(at))
                        + ". A name with quotes has to be quoted: \"A \"\"B\"\"\"");
            }
            i++;
        }
        nameLength = i - at;
        if (nameLength == 0) {
            throw wrong(", column 1: the name is empty. Allowed is NAME,v1,v2,…");
        }
        return i + 1;
    }

    private int quotedName(int at) {
        byte[] unquoted = new byte[16];
        int length = 0;
        int i = at + 1;
        int lines = 0;
        while (true) {
            if (i >= end) {
                throw wrong(", column 1: a quote is opened and never closed");
            }
            byte one = bytes[i];
            if (one == '"') {
                if (i + 1 < end && bytes[i + 1] == '"') {
                    i++;
                } else {
                    break;
                }
            } else if (one == '\n') {
                lines++;
            }
            if (length == unquoted.length) {
                unquoted = Arrays.copyOf(unquoted, length * 2);
            }
            unquoted[length++] = one;
            i++;
        }
        nameBytes = unquoted;
        nameFrom = 0;
        nameLength = length;
        if (length == 0) {
            throw wrong(", column 1: the name is empty. Allowed is NAME,v1,v2,…");
        }
        if (bytes[i + 1] != ',') {
            throw wrong(" (series " + nameShown()
                    + "), column 1: after the closing quote a comma and values have to follow");
        }
        line += lines;
        return i + 2;
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
            if (c == '.') {
                c = b[++at];
                first = at;
                while ((digit = c - '0') >= 0 && digit <= 9) {
                    digits = digits * 10 + digit;
                    c = b[++at];
                }
                scale = at - first;
                count += scale;
            }
            boolean atDelimiter = c == ',' || c == '\n' || (c == '\r' && b[at + 1] == '\n');
            double value;
            if (atDelimiter && count > 0 && count <= 18 && digits <= MOST_EXACT) {
                value = digits / POWERS_OF_TEN[scale];
                if (negative) {
                    value = -value;
                }
            } else {
                value = otherNumber(start, i);
                at = next;
                c = b[at];
            }
            values[i] = value;
            if (c == ',') {
                at++;
                if (i == points - 1) {
                    throw ragged(start, i);
                }
            } else {
                if (c == '\r') {
                    at++;
                }
                if (i < points - 1) {
                    throw ragged(start, i);
                }
                return at + 1;
            }
        }
        throw new IllegalStateException("a series has a value or more");
    }

    /** Reads a number that needs more care, or refuses a cell that is none. `next` is the place of its delimiter. */
    private double otherNumber(int start, int index) {
        int from = start;
        int to;
        if (bytes[start] == '"') {
            from = start + 1;
            to = from;
            while (bytes[to] != '"' && bytes[to] != '\n') {
                to++;
            }
            next = to + 1;
            if (bytes[to] == '\n' || cellEnd(next) != next) {
                throw notANumber(start, cellEnd(start), index);
            }
        } else {
            to = cellEnd(start);
            next = to;
        }
        while (from < to && (bytes[from] == ' ' || bytes[from] == '\t')) {
            from++;
        }
        while (to > from && (bytes[to - 1] == ' ' || bytes[to - 1] == '\t')) {
            to--;
        }
        double value = DecimalText.parse(bytes, from, to);
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw notANumber(from, to, index);
        }
        return value;
    }

    private WrongLine notANumber(int from, int to, int index) {
        String place = " (series " + nameShown() + "), column " + (index + 2) + ": ";
        if (from == to) {
            return wrong(place + "the cell is empty. Every series needs a number in every column");
        }
        return wrong(place + shown(from, to)
                + " is not a number. Allowed are finite numbers like 12.5 or -1e-3, with a point");
    }

    private WrongLine ragged(int start, int index) {
        int count = index + 1;
        for (int i = start; i < lineEnd(start); i++) {
            count += bytes[i] == ',' ? 1 : 0;
        }
        return wrong(" (series " + nameShown() + ") has " + count + (count == 1 ? " value" : " values") + ", and line "
                + head.firstLine() + " has " + head.points() + ". Every series needs the same number of values");
    }

    private WrongLine wrong(String message) {
        return new WrongLine(line, message + ".");
    }

    /** Returns the place of the comma or the line end after a cell without quotes. A \r before \n belongs to the line end. */
    private int cellEnd(int from) {
        int i = from;
        while (bytes[i] != ',' && bytes[i] != '\n') {
            i++;
        }
        return bytes[i] == '\n' && i > from && bytes[i - 1] == '\r' ? i - 1 : i;
    }

    private int lineEnd(int from) {
        int i = from;
        while (bytes[i] != '\n') {
            i++;
        }
        return i;
    }

    private String nameShown() {
        return ShownText.of(nameBytes, nameFrom, nameLength);
    }

    private String shown(int from, int to) {
        return ShownText.of(bytes, from, to - from);
    }
}
