package series;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes CSV to bytes that grow. It makes no object for a number. */
public final class CsvText {
    private static final int DIGITS = 12;
    private static final double[] POWERS_OF_TEN = new double[DIGITS + 12];
    private static final long LEAST_SCALED = 100_000_000_000L;
    private static final byte[] THREE_DIGITS = new byte[3000];

    static {
        for (int i = 0; i < 1000; i++) {
            THREE_DIGITS[i * 3] = (byte) ('0' + i / 100);
            THREE_DIGITS[i * 3 + 1] = (byte) ('0' + i / 10 % 10);
            THREE_DIGITS[i * 3 + 2] = (byte) ('0' + i % 10);
        }
        for (int i = 0; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = Double.parseDouble("1e" + i);
        }
    }

    private byte[] bytes = new byte[1024];
    private int length = 0;

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public void clear() {
        length = 0;
    }

    public CsvText comma() {
        return raw((byte) ',');
    }

    public CsvText endLine() {
        return raw((byte) '\n');
    }

    public CsvText cell(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return cell(encoded, 0, encoded.length);
    }

    /** Adds bytes unchanged. */
    public CsvText raw(byte[] text, int from, int count) {
        reserve(count);
        System.arraycopy(text, from, bytes, length, count);
        length += count;
        return this;
    }

    /** Adds a text, in quotes if it needs them, and with an apostrophe in front if it would be a formula. */
    public CsvText cell(byte[] text, int from, int count) {
        reserve(count * 2 + 3);
        boolean formula = Formula.is(text, from, count);
        boolean quoted = false;
        for (int i = from; i < from + count && !quoted; i++) {
            quoted = text[i] == ',' || text[i] == '"' || text[i] == '\n' || text[i] == '\r';
        }
        if (!quoted) {
            if (formula) {
                bytes[length++] = '\'';
            }
            System.arraycopy(text, from, bytes, length, count);
            length += count;
            return this;
        }
        bytes[length++] = '"';
        if (formula) {
            bytes[length++] = '\'';
        }
        for (int i = from; i < from + count; i++) {
            if (text[i] == '"') {
                bytes[length++] = '"';
            }
            bytes[length++] = text[i];
        }
        bytes[length++] = '"';
        return this;
    }

    /**
     * Adds a number with 12 significant digits, without zeros at the end, or an empty cell for NaN.
     *
     * <p>The other 4 digits of a double are rounding errors: 0.30000000000000004 is 0.3.
     */
    public CsvText number(double value) {
        reserve(40);
        if (Double.isNaN(value)) {
            return this;
        }
        if (value == 0) {
            bytes[length++] = '0';
            return this;
        }
        double size = Math.abs(value);
        if (!(size >= 1e-4 && size < 1e15)) {
            return plain(value);
        }
        if (value < 0) {
            bytes[length++] = '-';
        }
        // The number of digits before the point: 1 for 1 to 9.99, and 0 or less for a number below 1.
        int before = size >= 1 ? digitsBefore(size) : size >= 0.1 ? 0 : size >= 0.01 ? -1 : size >= 0.001 ? -2 : -3;
        int scale = DIGITS - before;
        long digits = Math.round(scale >= 0 ? size * POWERS_OF_TEN[scale] : size / POWERS_OF_TEN[-scale]);
        if (digits >= LEAST_SCALED * 10) {
            digits /= 10;
            before++;
        }
        if (before > 0) {
            wholeAndFraction(digits, before);
        } else {
            bytes[length++] = '0';
            bytes[length++] = '.';
            for (int i = before; i < 0; i++) {
                bytes[length++] = '0';
            }
            twelve(digits, length);
            length += DIGITS;
            dropZeros();
        }
        return this;
    }

    private static int digitsBefore(double size) {
        int before = 1;
        while (size >= POWERS_OF_TEN[before]) {
            before++;
        }
        return before;
    }

    /** Adds a number of 12 digits that is at least 1. */
    private void wholeAndFraction(long digits, int before) {
        twelve(digits, length + 1);
        if (before >= DIGITS) {
            System.arraycopy(bytes, length + 1, bytes, length, DIGITS);
            length += DIGITS;
            for (int i = DIGITS; i < before; i++) {
                bytes[length++] = '0';
            }
            return;
        }
        for (int i = 0; i < before; i++) {
            bytes[length + i] = bytes[length + i + 1];
        }
        bytes[length + before] = '.';
        length += DIGITS + 1;
        dropZeros();
    }

    /** Writes 12 digits, three at a time from a table, because dividing takes the longest time here. */
    private void twelve(long digits, int at) {
        int high = (int) (digits / 1_000_000);
        int low = (int) (digits - high * 1_000_000L);
        three(high / 1000, at);
        three(high % 1000, at + 3);
        three(low / 1000, at + 6);
        three(low % 1000, at + 9);
    }

    private void three(int number, int at) {
        byte[] b = bytes;
        b[at] = THREE_DIGITS[number * 3];
        b[at + 1] = THREE_DIGITS[number * 3 + 1];
        b[at + 2] = THREE_DIGITS[number * 3 + 2];
    }

    /** Removes zeros at the end of the fraction, and the point if no digit follows it. */
    private void dropZeros() {
        while (bytes[length - 1] == '0') {
            length--;
        }
        if (bytes[length - 1] == '.') {
            length--;
        }
    }

    /** Adds a number of a rare size. */
    private CsvText plain(double value) {
        String text = Double.toString(Double.parseDouble(String.format(java.util.Locale.ROOT, "%.11e", value)));
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, bytes, length, ascii.length);
        length += ascii.length;
        return this;
    }

    private CsvText raw(byte one) {
        reserve(1);
        bytes[length++] = one;
        return this;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }

    public static String text(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    /** Returns a number as CSV would show it, for the JSON beside the file. */
    public static double rounded(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return value;
        }
        CsvText text = new CsvText();
        text.number(value);
        return Double.parseDouble(new String(text.bytes, 0, text.length, StandardCharsets.US_ASCII));
    }
}
