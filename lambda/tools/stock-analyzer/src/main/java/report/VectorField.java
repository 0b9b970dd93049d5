package report;

import analysis.Calculation;
import java.util.Arrays;
import java.util.Map;

/** The list of numbers in a row of a result: the whole list, or the last three of it. */
final class VectorField {
    private static final int SHOWN = 3;

    private VectorField() {}

    /**
     * Adds the field.
     *
     * @param vector null for a row that has no list
     * @param cells the row's numbers, with the list from `at` on; null if the row has none
     */
    static void put(Map<String, Object> row, Calculation.Vector vector, double[] cells, int at, boolean whole) {
        if (vector == null) {
            return;
        }
        int from = at + (whole ? 0 : Math.max(0, vector.length() - SHOWN));
        row.put(
                whole ? vector.name() : "last_of_" + vector.name(),
                cells == null
                        ? null
                        : Arrays.stream(cells, from, at + vector.length())
                                .mapToObj(Statistics::shown)
                                .toList());
    }
}
