package analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
        Line line = new Line();
        Decomposition parts = period == null ? null : new Decomposition(period, points);
        double[] cells = new double[columns().size()];
        double[] scaled = new double[points];
        List<Reason> reasons = new ArrayList<>();
        return (values, rows) -> {
            Reason reason = points < 3 ? Reason.TOO_FEW : logarithm ? Reason.ofLogarithms(values) : null;
            if (reason != null) {
                rows.addNothing(reason);
                return;
            }
            Arrays.setAll(scaled, i -> logarithm ? Math.log(values[i]) : values[i]);
            double size = Arrays.stream(scaled).map(Math::abs).max().orElseThrow();
            double rounding = Rounding.OF_A_RATIO * (logarithm ? Math.max(1, size) : size);
            line.fit(scaled, rounding);
            reasons.clear();
            cells[0] = line.slope;
            if (logarithm) {
                cells[1] = 100 * Math.expm1(line.slope);
            } else if (line.mean > rounding) {
                cells[1] = 100 * line.slope / line.mean;
            } else {
                cells[1] = Double.NaN;
                reasons.add(Reason.MEAN_NOT_POSITIVE);
            }
            cells[2] = line.rSquared;
            cells[3] = line.pValue == 0 ? Double.NaN : line.pValue;
            if (Double.isNaN(line.rSquared)) {
                reasons.add(Reason.NO_VARIANCE);
            } else if (Double.isNaN(cells[3])) {
                reasons.add(line.hitsAll ? Reason.ON_THE_LINE : Reason.BELOW_ALL_DOUBLES);
            }
            if (parts != null) {
                parts.measure(scaled, rounding);
                cells[4] = parts.trendStrength;
                cells[5] = parts.seasonalStrength;
                cells[6] = Double.isNaN(parts.seasonalStrength) ? Double.NaN : parts.peak;
                if (Double.isNaN(cells[4])) {
                    reasons.add(Reason.NO_TREND);
                }
                if (Double.isNaN(cells[5])) {
                    reasons.add(Reason.NO_SEASON);
                }
            }
            if (!Double.isFinite(line.slope) || !Double.isFinite(line.mean) || Double.isInfinite(cells[1])) {
                rows.addNothing(Reason.TOO_BIG);
                return;
            }
            rows.add(cells, reasons);
            rows.metric(cells[1]);
            boolean clear = line.hitsAll || line.pValue < SIGNIFICANT;
            rows.category(!clear ? "no_clear_trend" : line.slope > 0 ? "rising" : "falling");
        };
    }
}
