package analysis;

import java.util.List;

/** Takes the results of one series. */
public interface Rows {
    /** Adds a row of the result: the columns, then the vector. NaN is written as null. The array may be used again. */
    default void add(double[] cells) {
        add(cells, List.of());
    }

    /** Adds a row some of whose numbers are missing, and the reasons. */
    void add(double[] cells, List<Reason> reasons);

    /** Adds a row of nulls, and no metric. */
    void addNothing(Reason reason);

    /** Takes the number by which series are compared. Call it once for each series with a result. */
    void metric(double value);

    /** Takes a word by which series are counted. */
    void category(String word);

    /** Returns true if the series has a group. Only then `member` is of use. */
    boolean hasGroup();

    /** Adds the series' share of its group's portfolio: its values, scaled to 100 at the start. */
    void member(double[] scaled);
}
