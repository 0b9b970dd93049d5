package series;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.util.Arrays;

/**
 * Reads numbers in CSV: digits with a decimal mark, and an exponent.
 *
 * <p>It deliberately refuses other numbers of Java: hexadecimal, a type's letter, NaN, Infinity.
 */
final class DecimalText {
    private DecimalText() {}

    /**
     * Returns the nearest double; NaN if the text is no number, infinity if it is too big.
     *
     * @param mark the decimal mark, a point or a comma
     */
    static double parse(byte[] bytes, int from, int to, byte mark) {
        if (!isNumber(bytes, from, to, mark)) {
            return Double.NaN;
        }
        if (mark == '.') {
            return JavaDoubleParser.parseDouble(bytes, from, to - from);
        }
        byte[] pointed = Arrays.copyOfRange(bytes, from, to);
        for (int i = 0; i < pointed.length; i++) {
            pointed[i] = pointed[i] == mark ? (byte) '.' : pointed[i];
        }
        return JavaDoubleParser.parseDouble(pointed, 0, pointed.length);
    }

    private static boolean isNumber(byte[] bytes, int from, int to, byte mark) {
        int at = sign(bytes, from, to);
        int whole = digits(bytes, at, to);
        int count = whole - at;
        at = whole;
        if (at < to && bytes[at] == mark) {
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
