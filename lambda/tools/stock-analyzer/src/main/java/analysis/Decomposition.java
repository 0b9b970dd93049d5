package analysis;

/**
 * The classical additive decomposition. The trend is a centred moving average over the period. The season is the means of the rest
 * by the place in the period. The remainder is left. The strengths of trend and season are the shares of the variance that each
 * explains beside the remainder, 0 to 1: https://otexts.com/fpp3/stlfeatures.html
 */
final class Decomposition {
    private final int period;
    private final double[] trend;
    private final double[] season;

    /** The strength of the trend. NaN if trend and remainder are constant, but for rounding errors. */
    double trendStrength;

    /** The strength of the season. NaN if season and remainder are constant, but for rounding errors. */
    double seasonalStrength;

    /** The place within the period, from 0 on, at which the season is highest. The first value has place 0. */
    int peak;

    Decomposition(int period, int points) {
        this.period = period;
        trend = new double[points];
        season = new double[period];
    }

    /**
     * Decomposes a series of two periods or more.
     *
     * @param rounding the rounding error of the values
     */
    void measure(double[] values, double rounding) {
        int half = period / 2;
        int end = values.length - half;
        smooth(values, half, end);
        seasonOf(values, half, end);
        Spread remainder = new Spread();
        Spread withTrend = new Spread();
        Spread withSeason = new Spread();
        for (int i = half; i < end; i++) {
            double left = values[i] - trend[i] - season[i % period];
            remainder.add(left);
            withTrend.add(left + trend[i]);
            withSeason.add(left + season[i % period]);
        }
        // The mean of a period has the rounding errors of all values in it.
        double none = (end - half) * (period * rounding) * (period * rounding);
        trendStrength = strength(remainder, withTrend, none);
        seasonalStrength = strength(remainder, withSeason, none);
        peak = 0;
        for (int place = 1; place < period; place++) {
            peak = season[place] > season[peak] ? place : peak;
        }
    }

    private void smooth(double[] values, int half, int end) {
        boolean even = period % 2 == 0;
        for (int i = half; i < end; i++) {
            double sum = 0;
            for (int j = i - half; j <= i + half; j++) {
                // The two ends of an even period count half each.
                sum += even && (j == i - half || j == i + half) ? values[j] / 2 : values[j];
            }
            trend[i] = sum / period;
        }
    }

    private void seasonOf(double[] values, int half, int end) {
        double all = 0;
        for (int place = 0; place < period; place++) {
            double sum = 0;
            int count = 0;
            for (int i = half + Math.floorMod(place - half, period); i < end; i += period) {
                sum += values[i] - trend[i];
                count++;
            }
            season[place] = sum / count;
            all += season[place];
        }
        for (int place = 0; place < period; place++) {
            season[place] -= all / period;
        }
    }

    private static double strength(Spread remainder, Spread together, double none) {
        return together.squares <= none ? Double.NaN : Math.max(0, 1 - remainder.squares / together.squares);
    }

    /** Adds up squared deviations by Welford's method. */
    private static final class Spread {
        private int count = 0;
        private double mean = 0;
        private double squares = 0;

        void add(double value) {
            count++;
            double deviation = value - mean;
            mean += deviation / count;
            squares += deviation * (value - mean);
        }
    }
}
