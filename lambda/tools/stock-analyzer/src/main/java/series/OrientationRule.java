package series;

import java.util.List;
import java.util.stream.Collectors;

/** Tells if lines or columns are series. rust-clustering has the same rules in orientation.rs. */
final class OrientationRule {
    private static final int LONGEST_EXAMPLE = 15;
    private static final int MOST_EXAMPLES = 3;

    private final Table table;

    OrientationRule(Table table) {
        this.table = table;
    }

    Orientation orientationWithoutHeader() {
        List<String> first = table.lines.stream().map(line -> line.get(0)).toList();
        if (TimeColumn.areTimes(first) || TimeColumn.areNumericTimes(first, TimeColumn.FEWEST_YEARS)) {
            throw new SeriesFileError(HeaderRule.NO_NAMES);
        }
        if (first.stream().allMatch(text -> table.kind(text) == Cell.Kind.NUMBER)) {
            for (int i = 0; i < first.size(); i++) {
                if (Cell.digits(first.get(i)) < 0) {
                    throw new SeriesFileError(table.line(i) + ", column 1: " + ShownText.of(first.get(i))
                            + " is a number, and a name is expected there. " + SeriesFileError.FORM
                            + " If numbers are the names, say orientation rows.");
                }
            }
        }
        return Orientation.ROWS;
    }

    Orientation orientationBelowHeader() {
        List<String> below = table.below();
        Cell.Above corner = Cell.above(table.corner());
        boolean saysNothing = corner == Cell.Above.NOTHING;
        int least = saysNothing && !table.corner().isEmpty() ? TimeColumn.FEWEST_YEARS : TimeColumn.FEWEST_DAYS;
        List<String> labels =
                table.labels().stream().filter(label -> !Cell.isMissing(label)).toList();
        boolean labelsAreTimes = TimeColumn.areTimes(labels) || TimeColumn.areNumericTimes(labels, least);
        boolean textBelow = TimeColumn.areTimes(below);
        boolean countsBelow = corner == Cell.Above.TIMES && TimeColumn.areNumbers(below, table.mark);
        boolean timesBelow = textBelow || countsBelow || TimeColumn.areNumericTimes(below, least);
        boolean numbersBelow = below.stream().allMatch(text -> table.kind(text) == Cell.Kind.NUMBER);
        if (corner == Cell.Above.NAMES && (!textBelow || labelsAreTimes)) {
            return Orientation.ROWS;
        }
        if (timesBelow && (corner == Cell.Above.TIMES || !labelsAreTimes)) {
            return Orientation.COLUMNS;
        }
        if (!timesBelow && (labelsAreTimes || (saysNothing && !numbersBelow))) {
            return Orientation.ROWS;
        }
        throw new SeriesFileError(twoWays());
    }

    private String twoWays() {
        String below = examples(table.below());
        String labels = examples(table.labels());
        return "The file can be read in two ways. As rows: series " + below + " with values at " + labels
                + ". As columns: series " + labels + " with values at " + below
                + ". Say which: orientation rows or columns.";
    }

    private static String examples(List<String> cells) {
        String shown = cells.stream()
                .limit(MOST_EXAMPLES)
                .map(cell -> ShownText.cut(cell, LONGEST_EXAMPLE))
                .collect(Collectors.joining(", "));
        return cells.size() > MOST_EXAMPLES ? shown + ", …" : shown;
    }

    /** Fails if a column after the first has times or words, as in a long table. */
    void checkColumnsOfWords() {
        for (int place = 1; place < table.lines.get(0).size(); place++) {
            if (allBelow(place, List.of(Cell.Kind.TIME))) {
                throw new SeriesFileError(column(place) + "has times like "
                        + ShownText.of(table.lines.get(1).get(place))
                        + ". Times are the first column, and each column after it is a series: Date,A,B. Bring the table "
                        + "into this form.");
            }
            if (allBelow(place, List.of(Cell.Kind.TIME, Cell.Kind.WORD))) {
                throw new SeriesFileError(column(place) + "has words like "
                        + ShownText.of(table.lines.get(1).get(place))
                        + ", and a series has numbers alone. Leave the column out. Of a long table, with a line for each "
                        + "time and name, make one with a column for each series: Date,A,B.");
            }
        }
    }

    private boolean allBelow(int place, List<Cell.Kind> kinds) {
        return table.lines.size() > 2
                && table.lines.stream()
                        .skip(1)
                        .allMatch(line -> line.size() > place && kinds.contains(table.kind(line.get(place))));
    }

    private String column(int place) {
        return "Column " + (place + 1) + " (" + ShownText.of(table.lines.get(0).get(place)) + ") ";
    }
}
