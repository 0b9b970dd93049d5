package analysis;

/** The reason why a series has no result. It stands beside the null. */
public enum Reason {
    ONE_VALUE("has one value, and a return needs two"),
    NOT_POSITIVE("has a zero or negative value, so it has no returns"),
    TOO_FEW("has too few values"),
    CONSTANT("has only equal numbers, so nothing that could vary together"),
    NO_SPREAD("more than half of its numbers are the same, so none can stand out by the median's deviation"),
    TOO_BIG("has numbers too big to calculate with");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** Returns the reason why the values can't be prices; null if they can. */
    static Reason ofPrices(double[] values) {
        if (values.length < 2) {
            return ONE_VALUE;
        }
        for (double value : values) {
            if (value <= 0) {
                return NOT_POSITIVE;
            }
        }
        return null;
    }
}
