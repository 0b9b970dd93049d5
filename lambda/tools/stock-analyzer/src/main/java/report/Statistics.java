package report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import series.CsvText;

/** The statistics of many numbers: count, mean, median, spread, least and most. */
final class Statistics {
    private Statistics() {}

    /**
     * Returns the statistics by name. One that can't be calculated is null.
     *
     * @param numbers numbers without NaN. The method sorts them
     */
    static Map<String, Double> of(double[] numbers) {
        Arrays.sort(numbers);
        int count = numbers.length;
        Map<String, Double> statistics = new LinkedHashMap<>();
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        double mean = sum / count;
        double squares = 0;
        for (double number : numbers) {
            squares += (number - mean) * (number - mean);
        }
        int half = count / 2;
        statistics.put("mean", shown(mean));
        statistics.put(
                "median",
                count == 0 ? null : shown(count % 2 == 1 ? numbers[half] : numbers[half - 1] / 2 + numbers[half] / 2));
        statistics.put("standard_deviation", shown(Math.sqrt(squares / count)));
        statistics.put("min", count == 0 ? null : shown(numbers[0]));
        statistics.put("max", count == 0 ? null : shown(numbers[count - 1]));
        return statistics;
    }

    /** Returns a number for JSON: 12 digits, null for NaN and for one that is too big. */
    static Double shown(double number) {
        return Double.isFinite(number) ? (Double) CsvText.rounded(number) : null;
    }
}
