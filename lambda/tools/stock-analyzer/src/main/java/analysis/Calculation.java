package analysis;

import java.util.List;

/** A calculation on each series alone. */
public interface Calculation {
    /** Returns the columns of a row, each with its name. */
    List<Column> columns();

    /** Returns the list of numbers after the columns, one for each value of a series; null if there is none. */
    default Vector vector() {
        return null;
    }

    /** Returns the name of the number by which series are compared. */
    String metric();

    /** Returns true if a series can have a reason instead of a result. */
    default boolean hasReasons() {
        return true;
    }

    /** Returns a worker for one thread. */
    Worker worker();

    /** Returns the columns of a group besides the statistics of its members. */
    default List<Column> groupColumns() {
        return List.of();
    }

    /** Returns the list of numbers of a group, after its columns; null if there is none. */
    default Vector groupVector() {
        return null;
    }

    /** Returns the numbers of a group, the columns and then the list. portfolio: the values of {@link Portfolio}. */
    default double[] ofGroup(double[] portfolio) {
        return new double[0];
    }

    /** Returns true if a group has numbers of its portfolio. */
    default boolean hasPortfolio() {
        return !groupColumns().isEmpty() || groupVector() != null;
    }

    /** @param skipped the number of values at the start of a series that have none of these numbers */
    record Vector(String name, int length, int skipped) {}

    /** Calculates. */
    @FunctionalInterface
    interface Worker {
        void calculate(double[] values, Rows rows);
    }
}
