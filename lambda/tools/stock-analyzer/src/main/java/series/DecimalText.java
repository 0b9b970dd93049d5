package series;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;

/**
 * Reads numbers in CSV: digits with a point, and an exponent.
 *
 * <p>It deliberately refuses other numbers of Java: hexadecimal, a type's letter, NaN, Infinity.
 */
final class DecimalText {
    private DecimalText() {}

    /** Returns the nearest double; NaN if the text is no number, infinity if it is too big. */
    static double parse(byte[] bytes, int from, int to) {
        return isNumber(bytes, from, to) ? JavaDoubleParser.parseDouble(bytes, from, to - from) : Double.NaN;
    }

    private static boolean isNumber(byte[] bytes, int from, int to) {
        int at = sign(bytes, from, to);
        int whole = digits(bytes, at, to);
        int count = whole - at;
        at = whole;
        if (at < to && bytes[at] == '.') {
            int fraction = digits(bytes, at + 1, to);
            count += fraction - at - 1;
            at = fraction;
        }
        if (count > 0 && at < to && (bytes[at] == 'e' || bytes[at] == 'E')) {
            int exponent = sign(bytes, at + 1, to);
            at = digits(bytes, exponent, to);
            count = at - exponent;
        }
        return count > 0 && at == to;
    }

    private static int sign(byte[] bytes, int at, int to) {
        return at < to && (bytes[at] == '-' || bytes[at] == '+') ? at + 1 : at;
    }

    private static int digits(byte[] bytes, int at, int to) {
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }
}
