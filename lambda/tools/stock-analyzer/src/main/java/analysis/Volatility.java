package analysis;

import java.util.List;

/** Annualised volatility: √(population variance of the log returns × periods a year), in percent. */
public record Volatility(double periodsPerYear) implements Calculation {
    public static final double TRADING_DAYS = 252;

    @Override
    public List<Column> columns() {
        return List.of(Column.number("volatility_percent"));
    }

    @Override
    public String metric() {
        return "volatility_percent";
    }

    @Override
    public Worker worker() {
        double[] cells = new double[1];
        double[][] returns = new double[1][];
        return (values, rows) -> {
            Reason reason = Reason.ofPrices(values);
            if (reason != null) {
                rows.addNothing(reason);
                return;
            }
            if (returns[0] == null) {
                returns[0] = new double[values.length - 1];
            }
            double[] logs = returns[0];
            logReturns(values, logs);
            cells[0] = annualised(logs);
            if (!Double.isFinite(cells[0])) {
                rows.addNothing(Reason.TOO_BIG);
                return;
            }
            rows.add(cells);
            rows.metric(cells[0]);
            Portfolio.add(values, rows);
        };
    }

    @Override
    public List<Column> groupColumns() {
        return List.of(Column.number("portfolio_volatility_percent"));
    }

    @Override
    public double[] ofGroup(double[] portfolio) {
        double[] logs = new double[portfolio.length - 1];
        logReturns(portfolio, logs);
        return new double[] {annualised(logs)};
    }

    private static void logReturns(double[] values, double[] logs) {
        for (int i = 0; i < logs.length; i++) {
            logs[i] = Math.log(values[i + 1] / values[i]);
        }
    }

    private double annualised(double[] logs) {
        double sum = 0;
        double least = logs[0];
        double most = logs[0];
        for (double each : logs) {
            sum += each;
            least = Math.min(least, each);
            most = Math.max(most, each);
        }
        if (Rounding.areEqual(1 + least, 1 + most)) {
            return 0;
        }
        double mean = sum / logs.length;
        double squares = 0;
        for (double each : logs) {
            squares += (each - mean) * (each - mean);
        }
        return 100 * Math.sqrt(squares / logs.length * periodsPerYear);
    }
}
