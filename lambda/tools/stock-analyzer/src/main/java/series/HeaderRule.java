package series;

import java.util.List;

/** Tells if the first line is a header. rust-clustering has the same rules in header.rs. */
final class HeaderRule {
    static final String NO_NAMES =
            "The first column has dates or times, so each column is a series, and no header names them. Add a first line "
                    + "like Date,A,B, or say orientation rows if each line is a series.";

    private final Table table;

    HeaderRule(Table table) {
        this.table = table;
    }

    /** @param said the orientation; null if the file decides */
    boolean hasHeader(Orientation said) {
        if (table.corner().isEmpty()) {
            return true;
        }
        boolean cornerIsValue =
                table.kind(table.corner()) == Cell.Kind.NUMBER || table.kind(table.corner()) == Cell.Kind.TIME;
        boolean aboveTimes = said != Orientation.ROWS && !cornerIsValue && hasTimesBelow();
        int spoiled = label(Cell.Kind.SPOILED);
        if (spoiled >= 0) {
            throw new SeriesFileError(table.line(0) + ", column " + (spoiled + 2) + ": "
                    + ShownText.of(table.labels().get(spoiled))
                    + " is no number and no label. Write numbers like 12, -0.5 and "
                    + "1.2e3, or say has_header true if the line is a header.");
        }
        int word = label(Cell.Kind.WORD, Cell.Kind.TIME);
        int number = label(Cell.Kind.NUMBER);
        if (word >= 0 && number >= 0 && !aboveTimes) {
            throw new SeriesFileError(table.line(0) + " has words like "
                    + ShownText.of(table.labels().get(word)) + " (column "
                    + (word + 2) + ") and numbers like "
                    + ShownText.of(table.labels().get(number)) + " (column " + (number + 2)
                    + "). Write numbers alone if it is a series, or say has_header true if it is a header.");
        }
        if (word >= 0 || aboveTimes || (said == Orientation.COLUMNS && !cornerIsValue)) {
            return true;
        }
        if (said == Orientation.COLUMNS) {
            throw new SeriesFileError(NO_NAMES);
        }
        return !cornerIsValue && hasHeaderOfNumbers();
    }

    /** Returns true if the numbers of the first line are times, or count from 0 or 1 below a word for names. */
    private boolean hasHeaderOfNumbers() {
        int least = Cell.above(table.corner()) == Cell.Above.NOTHING ? TimeColumn.FEWEST_YEARS : TimeColumn.FEWEST_DAYS;
        List<String> second = table.lines.size() > 1 ? table.lines.get(1) : List.of("");
        boolean counts = Cell.isSurelyAboveNames(table.corner()) && TimeColumn.counts(table.labels());
        return counts
                || (TimeColumn.areNumericTimes(table.labels(), least)
                        && !TimeColumn.areNumericTimes(second.subList(1, second.size()), least));
    }

    /** Returns true if the first column has times below the first line. */
    private boolean hasTimesBelow() {
        return TimeColumn.areTimes(table.below())
                || (Cell.above(table.corner()) == Cell.Above.TIMES
                        && (TimeColumn.areNumbers(table.below(), table.mark)
                                || TimeColumn.areNumericTimes(table.below(), 1)));
    }

    /** Returns the place of the first label of these kinds; -1 if there is none. */
    private int label(Cell.Kind... kinds) {
        for (int i = 0; i < table.labels().size(); i++) {
            if (List.of(kinds).contains(table.kind(table.labels().get(i)))) {
                return i;
            }
        }
        return -1;
    }
}
