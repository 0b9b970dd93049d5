package analysis;

/** Takes the results of one series. */
public interface Rows {
    /** Adds a row of the result: the columns, then the vector. NaN is written as null. The array may be used again. */
    void add(double[] cells);

    /** Adds a row of nulls, and no metric. */
    void addNothing(Reason reason);

    /** Takes the number by which series are compared. Call it once for each series with a result. */
    void metric(double value);

    /** Takes a word by which series are counted. */
    void category(String word);

    /** Returns true if the series has a group. Only then `member` is of use. */
    boolean hasGroup();

    /** Adds numbers to the mean of the group's members. */
    void member(double[] vector);
}
