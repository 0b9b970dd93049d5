package report;

import java.util.Arrays;

/** A list of numbers that grows. */
final class DoubleList {
    private double[] numbers = new double[256];
    private int size = 0;

    void add(double[] from, int count) {
        if (size + count > numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.max(size + count, size + size / 2));
        }
        System.arraycopy(from, 0, numbers, size, count);
        size += count;
    }

    int size() {
        return size;
    }

    double get(int index) {
        return numbers[index];
    }
}
