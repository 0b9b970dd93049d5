package analysis;

import java.util.List;

/** The deepest fall from a peak. It has the places where it began, was deepest, and reached the peak again. */
public record Drawdown() implements Calculation {
    @Override
    public List<Column> columns() {
        return List.of(
                Column.number("max_drawdown_percent"),
                Column.index("peak_index"),
                Column.index("trough_index"),
                Column.index("recovery_index"),
                Column.number("current_drawdown_percent"));
    }

    @Override
    public String metric() {
        return "max_drawdown_percent";
    }

    @Override
    public Worker worker() {
        double[] cells = new double[5];
        return (values, rows) -> {
            Reason reason = Reason.ofPrices(values);
            if (reason != null) {
                rows.addNothing(reason);
                return;
            }
            measure(values, cells);
            rows.add(cells);
            rows.metric(cells[0]);
            Portfolio.add(values, rows);
        };
    }

    @Override
    public List<Column> groupColumns() {
        return List.of(Column.number("portfolio_max_drawdown_percent"));
    }

    @Override
    public double[] ofGroup(double[] portfolio) {
        double[] cells = new double[5];
        measure(portfolio, cells);
        return new double[] {cells[0]};
    }

    private static void measure(double[] values, double[] cells) {
        int peak = 0;
        int deepestPeak = -1;
        int trough = -1;
        double deepest = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] >= values[peak]) {
                peak = i;
            } else {
                double fall = 1 - values[i] / values[peak];
                if (fall > deepest) {
                    deepest = fall;
                    deepestPeak = peak;
                    trough = i;
                }
            }
        }
        int recovery = -1;
        for (int i = trough + 1; trough >= 0 && recovery < 0 && i < values.length; i++) {
            recovery = values[i] >= values[deepestPeak] ? i : -1;
        }
        cells[0] = 100 * deepest;
        cells[1] = trough < 0 ? Double.NaN : deepestPeak;
        cells[2] = trough < 0 ? Double.NaN : trough;
        cells[3] = recovery < 0 ? Double.NaN : recovery;
        cells[4] = 100 * (1 - values[values.length - 1] / values[peak]);
    }
}
