package series;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** CSV that is being written: bytes that grow, and numbers without an object for each. */
public final class CsvText {
    private static final int DIGITS = 12;
    private static final double[] POWERS_OF_TEN = new double[DIGITS + 12];
    private static final long LEAST_SCALED = 100_000_000_000L;

    static {
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

    /** Bytes as they are. */
    public CsvText raw(byte[] text, int from, int count) {
        reserve(count);
        System.arraycopy(text, from, bytes, length, count);
        length += count;
        return this;
    }

    /** A text, in quotes where it needs them. */
    public CsvText cell(byte[] text, int from, int count) {
        reserve(count * 2 + 2);
        boolean quoted = false;
        for (int i = from; i < from + count && !quoted; i++) {
            quoted = text[i] == ',' || text[i] == '"' || text[i] == '\n' || text[i] == '\r';
        }
        if (!quoted) {
            System.arraycopy(text, from, bytes, length, count);
            length += count;
            return this;
        }
        bytes[length++] = '"';
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
     * A number with 12 significant digits, and none after the last that isn't 0; an empty cell for NaN.
     *
     * <p>The other 4 of a double are what calculating has left there: 0.30000000000000004 is 0.3.
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
        // Digits before the point, 1 for 1 to 9.99; 0 or below for what is less than 1.
        int before = size >= 1 ? digitsBefore(size) : size >= 0.1 ? 0 : size >= 0.01 ? -1 : size >= 0.001 ? -2 : -3;
        int scale = DIGITS - before;
        long digits = Math.round(scale >= 0 ? size * POWERS_OF_TEN[scale] : size / POWERS_OF_TEN[-scale]);
        if (digits >= LEAST_SCALED * 10) {
            digits /= 10;
            scale--;
        }
        while (scale > 0 && digits % 10 == 0) {
            digits /= 10;
            scale--;
        }
        while (scale < 0) {
            digits *= 10;
            scale++;
        }
        decimal(digits, scale);
        return this;
    }

    private static int digitsBefore(double size) {
        int before = 1;
        while (size >= POWERS_OF_TEN[before]) {
            before++;
        }
        return before;
    }

    /** digits / 10^scale, from the last digit to the first. */
    private void decimal(long digits, int scale) {
        int count = Math.max(scale + 1, decimals(digits)) + (scale > 0 ? 1 : 0);
        int at = length + count;
        length = at;
        if (scale > 0) {
            for (int i = 0; i < scale; i++) {
                bytes[--at] = (byte) ('0' + digits % 10);
                digits /= 10;
            }
            bytes[--at] = '.';
        }
        do {
            bytes[--at] = (byte) ('0' + digits % 10);
            digits /= 10;
        } while (digits != 0);
    }

    private static int decimals(long digits) {
        int count = 1;
        for (long least = 10; digits >= least && count < 18; least *= 10) {
            count++;
        }
        return count;
    }

    /** Numbers of a rare size. */
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

    /** A number as it stands in a file, for what goes into JSON beside it. */
    public static double rounded(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return value;
        }
        CsvText text = new CsvText();
        text.number(value);
        return Double.parseDouble(new String(text.bytes, 0, text.length, StandardCharsets.US_ASCII));
    }
}
