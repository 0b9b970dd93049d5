package analysis;

/** Takes what was calculated of one series. */
public interface Rows {
    /** A row of the result: the columns, then the vector. NaN is written as null. The array may be used again. */
    void add(double[] cells);

    /** A row of nulls, and no metric. */
    void addNothing(Reason reason);

    /** The one number that series are compared by. Once for each series with a result. */
    void metric(double value);

    /** A word that series are counted by. */
    void category(String word);

    /** Whether the series has a group, and so `member` is of use. */
    boolean hasGroup();

    /** What the mean of the group's members is made of. */
    void member(double[] vector);
}
