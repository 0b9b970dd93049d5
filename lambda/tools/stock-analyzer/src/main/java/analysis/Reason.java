package analysis;

/** The reason why a series has no result, or why one of its numbers is missing: then it begins with the number's name. */
public enum Reason {
    ONE_VALUE("has one value, and a return needs two"),
    NOT_POSITIVE("has a zero or negative value, so it has no returns"),
    TOO_FEW("has too few values"),
    CONSTANT("has only equal numbers, so nothing that could vary together"),
    NO_SPREAD("more than half of its numbers are the same, so none can stand out by the median's deviation"),
    TOO_BIG("has numbers too big to calculate with"),
    NO_LOGARITHM("has a zero or negative value, so it has no logarithms"),
    MEAN_NOT_POSITIVE("slope_percent: the mean isn't above 0, so nothing is a percentage of it"),
    NO_VARIANCE("r_squared and p_value: all values are equal"),
    ON_THE_LINE("p_value: all values lie on the line, but for rounding errors, so there is no chance left to measure"),
    BELOW_ALL_DOUBLES("p_value: below 4.9e-324, the smallest number above 0"),
    NO_TREND("trend_strength: neither trend nor remainder varies"),
    NO_SEASON("seasonal_strength and seasonal_peak: neither season nor remainder varies");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** Returns the reason why the values can't be prices; null if they can. */
    static Reason ofPrices(double[] values) {
        return values.length < 2 ? ONE_VALUE : arePositive(values) ? null : NOT_POSITIVE;
    }

    /** Returns the reason why the values have no logarithms; null if they have. */
    static Reason ofLogarithms(double[] values) {
        return arePositive(values) ? null : NO_LOGARITHM;
    }

    private static boolean arePositive(double[] values) {
        for (double value : values) {
            if (value <= 0) {
                return false;
            }
        }
        return true;
    }
}
