package analysis;

import java.util.List;
import java.util.Map;

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
            for (int i = 0; i < logs.length; i++) {
                logs[i] = Math.log(values[i + 1] / values[i]);
            }
            cells[0] = annualised(logs);
            if (!Double.isFinite(cells[0])) {
                rows.addNothing(Reason.TOO_BIG);
                return;
            }
            rows.add(cells);
            rows.metric(cells[0]);
            if (rows.hasGroup()) {
                for (int i = 0; i < logs.length; i++) {
                    logs[i] = values[i + 1] / values[i] - 1;
                }
                rows.member(logs);
            }
        };
    }

    /** Returns the volatility of a portfolio that holds the members in equal parts and is rebalanced after each period. */
    @Override
    public Map<String, Object> ofGroup(double[] mean) {
        double[] logs = new double[mean.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = Math.log1p(mean[i]);
        }
        return Map.of("portfolio_volatility_percent", annualised(logs));
    }

    private double annualised(double[] logs) {
        double sum = 0;
        for (double each : logs) {
            sum += each;
        }
        double mean = sum / logs.length;
        double squares = 0;
        for (double each : logs) {
            squares += (each - mean) * (each - mean);
        }
        return 100 * Math.sqrt(squares / logs.length * periodsPerYear);
    }
}
