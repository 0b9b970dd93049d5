package series;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;

/** The labels of the times of a file. They are one array, because a million texts would take too much memory. */
final class Labels extends AbstractList<String> {
    private byte[] text = new byte[4096];
    private int[] ends = new int[256];
    private int size = 0;

    void add(byte[] label, int from, int length) {
        int start = start(size);
        if (start + length > text.length) {
            text = Arrays.copyOf(text, Math.max(start + length, text.length * 2));
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
        }
        System.arraycopy(label, from, text, start, length);
        ends[size++] = start + length;
    }

    private int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    @Override
    public String get(int index) {
        return new String(text, start(index), ends[index] - start(index), StandardCharsets.UTF_8);
    }

    @Override
    public int size() {
        return size;
    }
}
