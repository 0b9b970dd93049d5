package series;

import java.util.List;

/**
 * How the lines of a file are to be read.
 *
 * @param mark the decimal mark, a point or a comma
 * @param width the number of values of each line
 * @param firstLine the number of the first line, from 1 on
 * @param header the first line as it is shown, if it is a header; else null
 * @param labels the cells of the header after the first one; empty if there is no header
 * @param order the order of the first column, if columns are series
 * @param newestFirst true if lines are series, and their header has the newest time first
 * @param linesBefore the number of lines before the first one after the header
 * @param from the place of that line in the first bytes of the file
 */
record Layout(
        byte separator,
        byte mark,
        Orientation orientation,
        int width,
        int firstLine,
        String header,
        List<String> labels,
        TimeOrder order,
        boolean newestFirst,
        int linesBefore,
        int from) {
    static final int LONGEST_NAME = 1000;

    boolean hasColumns() {
        return orientation == Orientation.COLUMNS;
    }

    /** Returns the fault of a name, without the place; null if it has none. */
    static String faultOfName(String name, int bytes) {
        if (bytes == 0) {
            return "the name is empty. Each series needs a name.";
        }
        if (bytes > LONGEST_NAME) {
            return "the name " + ShownText.of(name) + " has " + bytes + " bytes. Allowed are " + LONGEST_NAME + ".";
        }
        return null;
    }
}
