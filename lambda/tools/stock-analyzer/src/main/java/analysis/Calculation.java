package analysis;

import java.util.List;
import java.util.Map;

/** What a tool calculates of each series, whatever the others are. */
public interface Calculation {
    /** Numbers of a row, each with its name. */
    List<Column> columns();

    /** The list of numbers that follows them, one for each value of a series; null if there is none. */
    default Vector vector() {
        return null;
    }

    /** The name of the one number that series are compared by. */
    String metric();

    /** Whether a series can be without result, for a reason. */
    default boolean hasReasons() {
        return true;
    }

    /** For one thread. */
    Worker worker();

    /** What is said of a group beside the statistics of its members. mean: of what they gave as `member`. */
    default Map<String, Object> ofGroup(double[] mean) {
        return Map.of();
    }

    /** @param skipped how many values at the start of a series have none of these numbers */
    record Vector(String name, int length, int skipped) {}

    /** Does the calculating. */
    @FunctionalInterface
    interface Worker {
        void calculate(double[] values, Rows rows);
    }
}
