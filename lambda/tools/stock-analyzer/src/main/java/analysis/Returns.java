package analysis;

import java.util.List;
import series.FileHead;

/** The returns of each period in percent, and of all periods together. */
public record Returns(Method method, int points) implements Calculation {
    /** The way in which the return of a period is counted. */
    public enum Method {
        /** Compares with the value before. */
        SIMPLE,
        /** Takes the logarithm of the ratio to the value before. Such returns can be added up. */
        LOG,
        /** Compares with the first value. */
        CUMULATIVE
    }

    public static Returns of(Method method, FileHead head) {
        return new Returns(method, head.points());
    }

    @Override
    public List<Column> columns() {
        return List.of(Column.number("total_return_percent"));
    }

    @Override
    public Vector vector() {
        return new Vector("returns_percent", points - 1, 1);
    }

    @Override
    public String metric() {
        return "total_return_percent";
    }

    @Override
    public Worker worker() {
        double[] cells = new double[points];
        return (values, rows) -> {
            Reason reason = Reason.ofPrices(values);
            if (reason != null) {
                rows.addNothing(reason);
                return;
            }
            double first = values[0];
            cells[0] = 100 * (values[points - 1] / first - 1);
            boolean finite = Double.isFinite(cells[0]);
            for (int i = 1; i < points; i++) {
                cells[i] = switch (method) {
                    case SIMPLE -> 100 * (values[i] / values[i - 1] - 1);
                    case LOG -> 100 * Math.log(values[i] / values[i - 1]);
                    case CUMULATIVE -> 100 * (values[i] / first - 1);
                };
                finite &= Double.isFinite(cells[i]);
            }
            if (!finite) {
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
        return List.of(Column.number("portfolio_total_return_percent"));
    }

    @Override
    public double[] ofGroup(double[] portfolio) {
        return new double[] {portfolio[points - 1] - 100};
    }
}
