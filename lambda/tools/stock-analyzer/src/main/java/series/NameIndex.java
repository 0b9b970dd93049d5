package series;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Numbers names in the order in which they are added. It makes no object for a name, so a million names take some 20 MB.
 *
 * <p>Several threads may read it while none adds names.
 */
public final class NameIndex {
    static final int MOST_NAMES = 2_000_000;
    static final int MOST_BYTES = 48 * 1024 * 1024;

    private byte[] text = new byte[4096];
    private int[] ends = new int[256];
    private int[] table = new int[512];
    private int size = 0;

    /** Returns a name as a series file has it: without the white space around it. */
    public static byte[] bytes(String name) {
        return CellReader.trimmed(name.getBytes(StandardCharsets.UTF_8));
    }

    public int size() {
        return size;
    }

    /** Adds a name. Returns its number, or -1 - n if it is there already with the number n. */
    public int add(byte[] name, int from, int length) {
        int slot = slot(name, from, length);
        if (table[slot] != 0) {
            return -table[slot];
        }
        int start = start(size);
        if (size == MOST_NAMES || start + length > MOST_BYTES) {
            throw new SeriesFileError("The file has too many series: allowed are " + MOST_NAMES + ", with names of "
                    + MOST_BYTES / 1024 / 1024 + " MiB in all. Split it and ask for each part.");
        }
        if (start + length > text.length) {
            text = Arrays.copyOf(text, Math.max(start + length, text.length * 2));
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
        }
        System.arraycopy(name, from, text, start, length);
        ends[size] = start + length;
        table[slot] = ++size;
        if (size * 2 > table.length) {
            grow();
        }
        return size - 1;
    }

    /** Returns the number of a name; -1 if it isn't there. */
    public int find(byte[] name, int from, int length) {
        return table[slot(name, from, length)] - 1;
    }

    /** Returns the number of a name that a tool has written: one that would be a formula has an apostrophe in front. */
    public int findWritten(byte[] name, int from, int length) {
        int number = find(name, from, length);
        if (number >= 0 || !Formula.is(name, from, length)) {
            return number;
        }
        byte[] written = new byte[length + 1];
        written[0] = '\'';
        System.arraycopy(name, from, written, 1, length);
        return find(written, 0, written.length);
    }

    public String name(int number) {
        return new String(text, start(number), ends[number] - start(number), StandardCharsets.UTF_8);
    }

    private int start(int number) {
        return number == 0 ? 0 : ends[number - 1];
    }

    /** Returns the place in the table where a name is, or would be. */
    private int slot(byte[] name, int from, int length) {
        int slot = hash(name, from, length) & (table.length - 1);
        while (table[slot] != 0 && !is(table[slot] - 1, name, from, length)) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }

    private boolean is(int number, byte[] name, int from, int length) {
        return Arrays.equals(text, start(number), ends[number], name, from, from + length);
    }

    private void grow() {
        table = new int[table.length * 2];
        for (int number = 0; number < size; number++) {
            int start = start(number);
            table[slot(text, start, ends[number] - start)] = number + 1;
        }
    }

    private static int hash(byte[] name, int from, int length) {
        long hash = 0x9E3779B97F4A7C15L;
        for (int i = from; i < from + length; i++) {
            hash = (hash ^ name[i]) * 0x100000001B3L;
        }
        // The low bits alone would depend too little on the first letters.
        return (int) (hash ^ (hash >>> 29) ^ (hash >>> 47));
    }
}
