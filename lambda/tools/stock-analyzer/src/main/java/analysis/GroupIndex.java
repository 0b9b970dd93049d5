package analysis;

/** A group as one series: the mean of its members, scaled to 100 at the start. It is the value of holding them in equal parts. */
final class GroupIndex {
    private GroupIndex() {}

    /** Adds a series to its group, if it can be scaled. */
    static void add(double[] values, Rows rows) {
        if (rows.hasGroup() && values[0] > 0) {
            double[] scaled = new double[values.length];
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] = 100 * (values[i] / values[0]);
            }
            rows.member(scaled);
        }
    }
}
