package analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.stat.ranking.NaNStrategy;
import org.hipparchus.stat.ranking.NaturalRanking;
import org.hipparchus.stat.ranking.TiesStrategy;

/**
 * The correlation of series, -1 to 1.
 *
 * @param ofReturns true to compare simple returns, false to compare the values themselves
 */
public record Correlation(boolean ofReturns, Method method) {
    /** The numbers that are compared: the values or their ranks. */
    public enum Method {
        PEARSON,
        SPEARMAN
    }

    /** Returns the matrix. The row and the column of a series with a `reason` are NaN. */
    public double[][] matrix(List<double[]> series) {
        List<double[]> scaled = new ArrayList<>();
        for (double[] values : series) {
            scaled.add(reason(values) == null ? scaled(compared(values)) : null);
        }
        double[][] matrix = new double[series.size()][series.size()];
        IntStream.range(0, matrix.length).parallel().forEach(i -> {
            for (int j = 0; j < matrix.length; j++) {
                double[] a = scaled.get(i);
                double[] b = scaled.get(j);
                matrix[i][j] = a == null || b == null ? Double.NaN : i == j ? 1 : product(a, b);
            }
        });
        return matrix;
    }

    /** Returns the reason why a series has no correlation; null if it has one. */
    public Reason reason(double[] values) {
        Reason ofPrices = ofReturns ? Reason.ofPrices(values) : null;
        if (ofPrices != null) {
            return ofPrices;
        }
        double[] compared = ofReturns ? returns(values) : values;
        if (compared.length < 2) {
            return Reason.TOO_FEW;
        }
        double least = Arrays.stream(compared).min().orElseThrow();
        double most = Arrays.stream(compared).max().orElseThrow();
        boolean constant = ofReturns ? Rounding.areEqual(1 + least, 1 + most) : least == most;
        return !Double.isFinite(most) ? Reason.TOO_BIG : constant ? Reason.CONSTANT : null;
    }

    private double[] compared(double[] values) {
        double[] numbers = ofReturns ? returns(values) : values;
        return method == Method.PEARSON
                ? numbers
                : new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE).rank(numbers);
    }

    private static double[] returns(double[] values) {
        double[] returns = new double[values.length - 1];
        for (int i = 0; i < returns.length; i++) {
            returns[i] = values[i + 1] / values[i] - 1;
        }
        return returns;
    }

    /** Returns the numbers less their mean, scaled to length 1. The product of two such lists is their correlation. */
    private static double[] scaled(double[] numbers) {
        // Scale first, so that the squares of big numbers stay finite.
        double most = Arrays.stream(numbers).map(Math::abs).max().orElseThrow();
        double[] scaled = Arrays.stream(numbers).map(each -> each / most).toArray();
        double mean = Arrays.stream(scaled).average().orElseThrow();
        double squares =
                Arrays.stream(scaled).map(each -> (each - mean) * (each - mean)).sum();
        double length = Math.sqrt(squares);
        return Arrays.stream(scaled).map(each -> (each - mean) / length).toArray();
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return Math.max(-1, Math.min(1, sum));
    }
}
