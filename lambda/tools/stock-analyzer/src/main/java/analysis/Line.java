package analysis;

import org.hipparchus.special.Beta;

/** A straight line by least squares through values at the places 0, 1, 2, …: what it is like, and the chance that there is none. */
final class Line {
    /** The rise from each value to the next. */
    double slope;

    double mean;

    /** The share of the variance that the line explains, 0 to 1. NaN if the values are equal. */
    double rSquared;

    /**
     * The probability of such a slope, up or down, if there were none. NaN if the values are equal, or if all of them lie on the line
     * but for rounding errors. 0 if it is below the smallest double.
     */
    double pValue;

    /** True if the values differ, and all of them lie on the line but for rounding errors. */
    boolean hitsAll;

    /**
     * Fits the line to three values or more.
     *
     * @param rounding the rounding error of the values
     */
    void fit(double[] values, double rounding) {
        int count = values.length;
        double first = values[0];
        double spread = 0;
        for (double value : values) {
            spread = Math.max(spread, Math.abs(value - first));
        }
        if (spread == 0) {
            slope = 0;
            mean = first;
            rSquared = Double.NaN;
            pValue = Double.NaN;
            hitsAll = false;
            return;
        }
        // Scaled differences, so that no square is too small or too big for a double. The middle place is 0.
        double middle = (count - 1) / 2.0;
        double sum = 0;
        double products = 0;
        for (int i = 0; i < count; i++) {
            double scaled = (values[i] - first) / spread;
            sum += scaled;
            products += (i - middle) * scaled;
        }
        double scaledMean = sum / count;
        double scaledSlope = products / (count * ((double) count * count - 1) / 12);
        double all = 0;
        double left = 0;
        double farthest = 0;
        for (int i = 0; i < count; i++) {
            double deviation = (values[i] - first) / spread - scaledMean;
            double residual = deviation - scaledSlope * (i - middle);
            all += deviation * deviation;
            left += residual * residual;
            farthest = Math.max(farthest, Math.abs(residual));
        }
        double unexplained = Math.min(1, left / all);
        slope = scaledSlope * spread;
        mean = first + scaledMean * spread;
        rSquared = 1 - unexplained;
        hitsAll = farthest <= rounding / spread + count * Rounding.OF_A_RATIO;
        // The two tails of Student's t with n - 2 degrees of freedom. 1 less the middle would be 0 for all tails below
        // 1e-16.
        pValue = hitsAll ? Double.NaN : Beta.regularizedBeta(unexplained, (count - 2) / 2.0, 0.5);
    }
}
