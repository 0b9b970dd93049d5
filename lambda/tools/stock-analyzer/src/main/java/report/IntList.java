package report;

import java.util.Arrays;

/** A list of whole numbers that grows. */
final class IntList {
    private int[] numbers = new int[256];
    private int size = 0;

    void add(int number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size + size / 2);
        }
        numbers[size++] = number;
    }

    int get(int index) {
        return numbers[index];
    }
}
