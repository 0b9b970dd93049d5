package series;

import java.util.ArrayList;
import java.util.List;

/** The first lines of a file, divided into cells. */
final class Table {
    final FileStart start;
    final byte separator;
    final List<List<String>> lines = new ArrayList<>();
    /** The decimal mark. */
    final byte mark;

    Table(FileStart start) {
        this.start = start;
        separator = Separator.of(start);
        for (FileStart.Line line : start.lines) {
            lines.add(cells(line));
        }
        boolean hasCommas = separator == ';'
                && lines.stream()
                        .flatMap(line -> line.stream().skip(1))
                        .anyMatch(text -> text.contains(",") && !Double.isNaN(Cell.number(text, (byte) ',')));
        mark = (byte) (hasCommas ? ',' : '.');
    }

    private List<String> cells(FileStart.Line line) {
        List<String> cells = new ArrayList<>();
        CellReader cell = new CellReader();
        for (int at = line.from(); at <= line.end(); at = cell.after + 1) {
            cell.read(start.bytes, at, line.end(), separator);
            String place = "Line " + line.number() + ", column " + (cells.size() + 1) + ": ";
            if (cell.fault != null) {
                throw new SeriesFileError(place + cell.fault);
            }
            String text = cell.utf8Text();
            if (text == null && (lines.isEmpty() || cells.isEmpty())) {
                throw new SeriesFileError(place + CellReader.NOT_UTF8);
            }
            // A value that isn't UTF-8 is refused when it is read.
            cells.add(text == null ? cell.shownText() : text);
        }
        return cells;
    }

    /** Returns the place of a line, for an error. */
    String line(int index) {
        return "Line " + start.lines.get(index).number();
    }

    Cell.Kind kind(String text) {
        return Cell.kind(text, mark);
    }

    String corner() {
        return lines.get(0).get(0);
    }

    List<String> labels() {
        return lines.get(0).subList(1, lines.get(0).size());
    }

    /** Returns the first cells of the lines below the first one. */
    List<String> below() {
        return lines.stream().skip(1).map(line -> line.get(0)).toList();
    }
}
