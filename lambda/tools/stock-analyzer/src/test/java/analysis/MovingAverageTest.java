package analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MovingAverageTest {
    private static double[] averages(double[] values, int window) {
        double[][] found = new double[1][];
        new MovingAverage(window, values.length).worker().calculate(values, new Rows() {
            @Override
            public void add(double[] cells, List<Reason> reasons) {
                found[0] = cells.clone();
            }

            @Override
            public void addNothing(Reason reason) {}

            @Override
            public void metric(double value) {}

            @Override
            public void category(String word) {}

            @Override
            public boolean hasGroup() {
                return false;
            }

            @Override
            public void member(double[] scaled) {}
        });
        return found[0];
    }

    @Test
    void everyWindowOfEveryLengthIsTheMeanOfItsValues() {
        double[] values = new Random(2).doubles(25).toArray();
        for (int points = 1; points <= values.length; points++) {
            double[] series = java.util.Arrays.copyOf(values, points);
            for (int window = 1; window <= points; window++) {
                double[] expected = new double[points];
                for (int i = 0; i < points; i++) {
                    double sum = 0;
                    for (int j = Math.max(0, i - window + 1); j <= i; j++) {
                        sum += series[j];
                    }
                    expected[i] = i < window - 1 ? Double.NaN : sum / window;
                }
                assertArrayEquals(expected, averages(series, window), 1e-15, window + " of " + points);
            }
        }
    }

    @Test
    void aBigValueLeavesNothingBehind() {
        assertArrayEquals(
                new double[] {Double.NaN, 5e19, 0.5, 1.5, 2.5}, averages(new double[] {1e20, 0, 1, 2, 3}, 2), 0.0);
    }
}
