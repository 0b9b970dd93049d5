package analysis;

import java.util.Arrays;
import java.util.List;

/**
 * Values that stand out by the modified z-score: 0.6745 × (value - median) / (median of the absolute deviations).
 * https://www.itl.nist.gov/div898/handbook/eda/section3/eda35h.htm
 *
 * <p>Each of them is a row, so a series may have none or many rows.
 *
 * @param ofReturns true for the simple returns in percent, false for the values themselves
 * @param threshold the least score of a value that stands out
 */
public record Outliers(boolean ofReturns, double threshold) implements Calculation {
    public static final double USUAL_THRESHOLD = 3.5;

    private static final double NORMAL = 0.6745;

    @Override
    public List<Column> columns() {
        return List.of(
                Column.index("index"), Column.number(ofReturns ? "return_percent" : "value"), Column.number("score"));
    }

    @Override
    public String metric() {
        return "outliers";
    }

    @Override
    public Worker worker() {
        double[] cells = new double[3];
        return (values, rows) -> {
            Reason reason = ofReturns ? Reason.ofPrices(values) : null;
            double[] looked = reason != null ? values : ofReturns ? returns(values) : values;
            if (reason == null && looked.length < 3) {
                reason = Reason.TOO_FEW;
            }
            if (reason != null) {
                rows.addNothing(reason);
                return;
            }
            double[] sorted = looked.clone();
            double median = median(sorted);
            for (int i = 0; i < sorted.length; i++) {
                sorted[i] = Math.abs(looked[i] - median);
            }
            double deviation = median(sorted);
            // A return is a ratio less 1, so its rounding error is that of the ratio.
            double rounding = ofReturns ? Rounding.OF_A_RATIO * (100 + Math.abs(median)) : 0;
            boolean tooBig = !Double.isFinite(deviation) || !Double.isFinite(median);
            if (tooBig || deviation <= rounding) {
                rows.addNothing(tooBig ? Reason.TOO_BIG : Reason.NO_SPREAD);
                return;
            }
            int found = 0;
            for (int i = 0; i < looked.length; i++) {
                double score = NORMAL * (looked[i] - median) / deviation;
                if (Math.abs(score) >= threshold) {
                    cells[0] = i + values.length - looked.length;
                    cells[1] = looked[i];
                    cells[2] = score;
                    rows.add(cells);
                    found++;
                }
            }
            rows.metric(found);
            rows.category(found > 0 ? "with_outliers" : "without_outliers");
        };
    }

    private static double[] returns(double[] values) {
        double[] returns = new double[values.length - 1];
        for (int i = 0; i < returns.length; i++) {
            returns[i] = 100 * (values[i + 1] / values[i] - 1);
        }
        return returns;
    }

    /** Returns the median. It sorts the values. */
    static double median(double[] values) {
        Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : values[half - 1] / 2 + values[half] / 2;
    }
}
