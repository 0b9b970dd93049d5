package analysis;

/**
 * A group as one series: its members bought in equal parts at the first value, and held. Nothing is rebalanced. Its value is 100 at
 * the start, and then the mean of its members' values, each scaled to 100 at the start.
 *
 * <p>Every figure of a group that isn't a statistic of its members' own figures is of this portfolio.
 */
public final class Portfolio {
    /** The definition, as results have it. */
    public static final String IN_WORDS =
            "buy and hold: the group's series in equal parts at the first value, never rebalanced; 100 at the start";

    private Portfolio() {}

    /** Adds a series to its group's portfolio. A series that doesn't begin above 0 can't be bought, so it is left out. */
    static void add(double[] values, Rows rows) {
        if (!rows.hasGroup() || !(values[0] > 0)) {
            return;
        }
        double[] scaled = new double[values.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = 100 * (values[i] / values[0]);
            if (!Double.isFinite(scaled[i])) {
                return;
            }
        }
        rows.member(scaled);
    }
}
