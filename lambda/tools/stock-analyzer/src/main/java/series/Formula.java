package series;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Tells which cell of a CSV a spreadsheet would run as a formula. Such a cell is written with an apostrophe in front.
 *
 * <p>The rule is in docs/reference/contracts.md, "CSV cells".
 */
final class Formula {
    private static final String BEGINS = "=+-@\t\r\n\0";
    private static final String OF_NUMBERS = "0123456789+-.eE";

    private Formula() {}

    static boolean is(byte[] cell, int from, int count) {
        return count > 0 && BEGINS.indexOf(cell[from]) >= 0 && !isNumber(cell, from, count);
    }

    private static boolean isNumber(byte[] cell, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (OF_NUMBERS.indexOf(cell[i]) < 0) {
                return false;
            }
        }
        try {
            Double.parseDouble(new String(cell, from, count, US_ASCII));
            return true;
        } catch (NumberFormatException none) {
            return false;
        }
    }
}
