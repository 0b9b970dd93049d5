package analysis;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.stat.regression.SimpleRegression;
import series.FileHead;
import toolkit.ToolError;

/**
 * A straight line through each series by least squares. With a period, also the strengths of trend and season.
 *
 * @param logarithm true for a line through the logarithms, whose slope is a rate of growth
 * @param period the length of the season; null for no season
 */
public record Trend(boolean logarithm, Integer period, int points) implements Calculation {
    /** Above this probability a slope may well be chance. Below it, it may be too, because successive values aren't independent. */
    static final double SIGNIFICANT = 0.05;

    public static Trend of(boolean logarithm, Integer period, FileHead head) {
        if (period != null && head.points() < 2 * period) {
            int most = head.points() / 2;
            throw new ToolError(
                    "A period of " + period + " needs two of them, " + 2 * period + " values; the series have "
                            + head.points() + " each. "
                            + (most < 2
                                    ? "They are too short for any period: leave it out."
                                    : "Allowed are 2 to " + most + "."));
        }
        return new Trend(logarithm, period, head.points());
    }

    @Override
    public List<Column> columns() {
        List<Column> columns = new ArrayList<>(List.of(
                Column.number("slope"),
                Column.number("slope_percent"),
                Column.number("r_squared"),
                Column.number("p_value")));
        if (period != null) {
            columns.add(Column.number("trend_strength"));
            columns.add(Column.number("seasonal_strength"));
            columns.add(Column.number("seasonal_peak"));
        }
        return columns;
    }

    @Override
    public String metric() {
        return "slope_percent";
    }

    @Override
    public Worker worker() {
        SimpleRegression line = new SimpleRegression();
        Decomposition parts = period == null ? null : new Decomposition(period, points);
        double[] cells = new double[columns().size()];
        double[] scaled = new double[points];
        return (values, rows) -> {
            Reason reason = points < 3 ? Reason.TOO_FEW : logarithm ? Reason.ofPrices(values) : null;
            if (reason != null) {
                rows.addNothing(reason);
                return;
            }
            line.clear();
            for (int i = 0; i < points; i++) {
                scaled[i] = logarithm ? Math.log(values[i]) : values[i];
                line.addData(i, scaled[i]);
            }
            double slope = line.getSlope();
            double mean = line.getIntercept() + slope * (points - 1) / 2;
            boolean flat = line.getTotalSumSquares() == 0;
            cells[0] = slope;
            cells[1] = logarithm ? 100 * Math.expm1(slope) : mean == 0 ? Double.NaN : 100 * slope / Math.abs(mean);
            cells[2] = flat ? Double.NaN : line.getRSquare();
            cells[3] = flat ? Double.NaN : line.getSignificance();
            if (parts != null) {
                parts.measure(scaled);
                cells[4] = parts.trendStrength;
                cells[5] = parts.seasonalStrength;
                cells[6] = Double.isNaN(parts.seasonalStrength) ? Double.NaN : parts.peak;
            }
            if (!Double.isFinite(slope) || Double.isInfinite(cells[1])) {
                rows.addNothing(Reason.TOO_BIG);
                return;
            }
            rows.add(cells);
            rows.metric(cells[1]);
            rows.category(!(cells[3] < SIGNIFICANT) ? "no_clear_trend" : slope > 0 ? "rising" : "falling");
        };
    }
}
