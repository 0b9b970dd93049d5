package series;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Tells the layout of a file from its first lines: the separator, the decimal mark, the header, and whether lines or columns are
 * series. rust-clustering has the same rules in layout.rs. docs/reference/series-files.md has them in words.
 */
final class FirstLines {
    private static final int LONGEST_HEADER_SHOWN = 60;

    private FirstLines() {}

    /**
     * @param hasHeader true if the first line is a header; null if the file decides
     * @param said the orientation; null if the file decides
     */
    static Layout layout(FileStart start, Boolean hasHeader, Orientation said) {
        Table table = new Table(start);
        OrientationRule rule = new OrientationRule(table);
        if (table.lines.get(0).size() == 1) {
            throw new SeriesFileError(table.line(0) + " has one cell alone: " + ShownText.of(table.corner())
                    + ". Cells are separated by commas, semicolons or tabs. " + SeriesFileError.FORM);
        }
        if (Boolean.FALSE.equals(hasHeader) && said == Orientation.COLUMNS) {
            throw new SeriesFileError(
                    "orientation columns needs a header with the names of the columns, and has_header "
                            + "false says that there is none. Leave one of them out.");
        }
        boolean header = hasHeader != null ? hasHeader : new HeaderRule(table).hasHeader(said);
        if (header && table.lines.size() == 1) {
            throw new SeriesFileError("The file has a header and no lines after it. " + SeriesFileError.FORM + " If "
                    + table.line(0).replace('L', 'l') + " is a series, say has_header false.");
        }
        if (header) {
            rule.checkColumnsOfWords();
        }
        Orientation orientation =
                said != null ? said : header ? rule.orientationBelowHeader() : rule.orientationWithoutHeader();
        return layout(table, header, orientation);
    }

    private static Layout layout(Table table, boolean header, Orientation orientation) {
        List<String> labels = header ? List.copyOf(table.labels()) : List.of();
        boolean columns = orientation == Orientation.COLUMNS;
        for (int i = 0; columns && i < labels.size(); i++) {
            int bytes = labels.get(i).getBytes(StandardCharsets.UTF_8).length;
            String fault = Layout.faultOfName(labels.get(i), bytes);
            if (fault != null) {
                throw new SeriesFileError(table.line(0) + ", column " + (i + 2) + ": " + fault);
            }
        }
        FileStart.Line next = table.start.lines.get(header ? 1 : 0);
        return new Layout(
                table.separator,
                table.mark,
                orientation,
                table.labels().size(),
                table.start.lines.get(0).number(),
                header ? ShownText.cut(String.join(", ", table.lines.get(0)), LONGEST_HEADER_SHOWN) : null,
                labels,
                columns
                        ? TimeColumn.order(table.below(), Cell.above(table.corner()) == Cell.Above.TIMES, table.mark)
                        : TimeOrder.none(),
                !columns && header && labelsGoBackward(table),
                next.number() - 1,
                next.from());
    }

    /** Returns true if the header of lines has times with the newest first. Fails if they have no order. */
    private static boolean labelsGoBackward(Table table) {
        TimeOrder order = TimeColumn.order(table.labels(), false, table.mark);
        for (int i = 0; i < table.labels().size(); i++) {
            String fault = order.add(table.labels().get(i));
            if (fault != null) {
                throw new SeriesFileError(table.line(0) + ", column " + (i + 2) + ": " + fault);
            }
        }
        if (order.doubt() != null) {
            throw new SeriesFileError(table.line(0) + ": " + order.doubt());
        }
        return order.isNewestFirst();
    }
}
