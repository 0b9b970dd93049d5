package series;

import java.util.List;
import java.util.Objects;

/** Tells if the cells of a column, or of a header, are times. */
final class TimeColumn {
    static final int FEWEST_YEARS = 3;
    static final int FEWEST_DAYS = 2;
    private static final int EARLIEST_YEAR = 1500;
    private static final int LATEST_YEAR = 2500;

    private TimeColumn() {}

    /**
     * Returns true if these are dates or times. The first two decide, so that a later line that isn't one is refused with its
     * number.
     */
    static boolean areTimes(List<String> texts) {
        if (texts.isEmpty()) {
            return false;
        }
        if (texts.stream().limit(2).allMatch(text -> isOrdered(TimeText.read(text)))) {
            return true;
        }
        return texts.size() > 1
                && texts.stream().map(TimeText::read).allMatch(time -> Objects.nonNull(time) && !time.ordered());
    }

    private static boolean isOrdered(TimeText.Time time) {
        return time != null && time.ordered();
    }

    /** Returns true if these are numbers that go up, or that go down. */
    static boolean areNumbers(List<String> texts, byte mark) {
        double[] numbers =
                texts.stream().mapToDouble(text -> Cell.number(text, mark)).toArray();
        boolean up = numbers.length > 0 && !Double.isNaN(numbers[0]);
        boolean down = up;
        for (int i = 1; i < numbers.length; i++) {
            up &= numbers[i] > numbers[i - 1];
            down &= numbers[i] < numbers[i - 1];
        }
        return up || down;
    }

    /** Returns true if these are days as 20240102, or years, each next to the one before. */
    static boolean areNumericTimes(List<String> texts, int leastYears) {
        long[] numbers = run(texts);
        if (numbers == null) {
            return false;
        }
        boolean days = numbers.length >= FEWEST_DAYS;
        boolean years = numbers.length >= leastYears;
        for (int i = 0; i < numbers.length; i++) {
            long number = numbers[i];
            days &= number >= 10_000_000
                    && number < 100_000_000
                    && TimeText.micros(number / 10_000, number / 100 % 100, number % 100) != null;
            years &= number >= EARLIEST_YEAR
                    && number <= LATEST_YEAR
                    && (i == 0 || Math.abs(number - numbers[i - 1]) == 1);
        }
        return days || years;
    }

    /** Returns true if these are 0 or 1 and the numbers after it. */
    static boolean counts(List<String> texts) {
        long[] numbers = run(texts);
        boolean counts = numbers != null && numbers[0] <= 1;
        for (int i = 1; counts && i < numbers.length; i++) {
            counts = numbers[i] == numbers[i - 1] + 1;
        }
        return counts;
    }

    /** Returns the whole numbers of a list that goes up, or down; null if it is no such list. */
    private static long[] run(List<String> texts) {
        long[] numbers = texts.stream().mapToLong(Cell::digits).toArray();
        boolean up = numbers.length > 0 && numbers[0] >= 0;
        boolean down = up;
        for (int i = 1; i < numbers.length; i++) {
            up &= numbers[i] > numbers[i - 1];
            down &= numbers[i] < numbers[i - 1] && numbers[i] >= 0;
        }
        return up || down ? numbers : null;
    }

    /** @param namesTimes true if the word above says that these are times */
    static TimeOrder order(List<String> texts, boolean namesTimes, byte mark) {
        if (areTimes(texts)) {
            return TimeOrder.ofText(texts.get(0));
        }
        boolean areNumbers = (namesTimes && areNumbers(texts, mark)) || areNumericTimes(texts, FEWEST_DAYS);
        return areNumbers ? TimeOrder.ofNumbers(mark) : TimeOrder.none();
    }
}
