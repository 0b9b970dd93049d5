package report;

import analysis.Calculation;
import analysis.Column;
import java.io.IOException;
import java.io.OutputStream;
import series.CsvText;
import series.FileHead;

/** The first line of a stored result: name, the columns, and each value's label in the series file, or else its number. */
final class CsvHead {
    private CsvHead() {}

    static void write(FileHead head, Calculation calculation, OutputStream csv) throws IOException {
        CsvText line = new CsvText().cell("name");
        for (Column column : calculation.columns()) {
            line.comma().cell(column.name());
        }
        vector(head, calculation.vector(), line);
        if (calculation.hasReasons()) {
            line.comma().cell("reason");
        }
        line.endLine();
        csv.write(line.bytes(), 0, line.length());
    }

    /** Adds a cell for each number of a list. vector: null for none. */
    static void vector(FileHead head, Calculation.Vector vector, CsvText line) {
        for (int i = 0; vector != null && i < vector.length(); i++) {
            int index = i + vector.skipped();
            line.comma()
                    .cell(
                            head.labels() == null
                                    ? String.valueOf(index)
                                    : head.labels().get(index));
        }
    }
}
