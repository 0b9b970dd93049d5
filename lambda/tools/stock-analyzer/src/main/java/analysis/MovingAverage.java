package analysis;

import java.util.Arrays;
import java.util.List;
import series.FileHead;
import toolkit.ToolError;

/** The mean of a window of values that ends with each value. The first values, with too few before them, have none. */
public record MovingAverage(int window, int points) implements Calculation {
    public static final int USUAL_WINDOW = 20;

    /** @param window the number of values; null for 20, or for all if there are fewer */
    public static MovingAverage of(Integer window, FileHead head) {
        if (window != null && window > head.points()) {
            throw new ToolError("The window of " + window + " is longer than the series, which have " + head.points()
                    + (head.points() == 1 ? " value" : " values") + " each. Allowed are 1 to " + head.points() + ".");
        }
        return new MovingAverage(window == null ? Math.min(USUAL_WINDOW, head.points()) : window, head.points());
    }

    @Override
    public List<Column> columns() {
        return List.of();
    }

    @Override
    public Vector vector() {
        return new Vector("moving_average", points, 0);
    }

    @Override
    public String metric() {
        return "last_moving_average";
    }

    @Override
    public boolean hasReasons() {
        return false;
    }

    @Override
    public Worker worker() {
        double[] averages = new double[points];
        double[] after = new double[window];
        return (values, rows) -> {
            averages(values, averages, after);
            rows.add(averages);
            rows.metric(averages[points - 1]);
            Portfolio.add(values, rows);
        };
    }

    @Override
    public Vector groupVector() {
        return new Vector("index_moving_average", points, 0);
    }

    @Override
    public double[] ofGroup(double[] portfolio) {
        double[] averages = new double[points];
        averages(portfolio, averages, new double[window]);
        return averages;
    }

    /**
     * Calculates the averages. It adds each value twice, whatever the window, and subtracts none, so that a big value leaves no
     * rounding error behind.
     *
     * <p>The series is cut into blocks of the window's length. A window is the end of one block and the beginning of the next.
     *
     * @param after an array of the window's length to work in. It holds the sums from each place to the end of its block
     */
    private void averages(double[] values, double[] averages, double[] after) {
        Arrays.fill(averages, 0, window - 1, Double.NaN);
        for (int block = 0; block < points; block += window) {
            // A window that ends in this block may begin in the block before it.
            boolean hasBefore = block > 0;
            double sum = 0;
            for (int i = 0; i < window && block + i < points; i++) {
                sum += values[block + i];
                if (i == window - 1) {
                    averages[block + i] = sum / window;
                } else if (hasBefore) {
                    averages[block + i] = (after[i + 1] + sum) / window;
                }
            }
            double back = 0;
            for (int i = Math.min(window, points - block) - 1; i >= 0; i--) {
                back += values[block + i];
                after[i] = back;
            }
        }
    }
}
