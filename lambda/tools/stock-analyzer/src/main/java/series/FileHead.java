package series;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The shape of a series file, read from its first lines.
 *
 * @param labels the labels of the columns, if the first line is a header; else null
 * @param points the number of values of each series
 * @param firstLine the line from which that number is taken, from 1 on
 * @param lines the number of lines before the first series
 * @param start the place in the first chunk where the first series begins
 */
public record FileHead(List<String> labels, int points, int firstLine, int lines, int start) {
    /** Words that programs write for missing values. A line with one of them is a series with a hole, and no header. */
    private static final Set<String> NO_LABELS = Set.of(
            "",
            "nan",
            "inf",
            "-inf",
            "+inf",
            "infinity",
            "-infinity",
            "+infinity",
            "na",
            "n/a",
            "null",
            "none",
            "#n/a",
            "-");

    /** @param hasHeader true if the first line is a header; null to take it for one if any of its values isn't a number */
    public static FileHead of(Chunk chunk, Boolean hasHeader) {
        byte[] bytes = chunk == null ? new byte[0] : chunk.bytes();
        int at = chunk == null ? 0 : chunk.start();
        int end = chunk == null ? 0 : chunk.end();
        int line = 1;
        while (at < end && isBlank(bytes[at])) {
            line += bytes[at] == '\n' ? 1 : 0;
            at++;
        }
        if (at == end) {
            throw new SeriesFileError("The file has no series: it is empty. Allowed is a series a line: NAME,v1,v2,…");
        }
        int after = lineEnd(bytes, at, end);
        List<String> cells = cells(new String(bytes, at, after - at, StandardCharsets.UTF_8).strip(), line);
        int points = cells.size() - 1;
        if (points == 0) {
            throw new SeriesFileError("Line " + line + " has a name and no values: "
                    + ShownText.of(bytes, at, after - at) + ". Allowed is NAME,v1,v2,…, separated by commas.");
        }
        List<String> labels = cells.subList(1, cells.size());
        boolean header = hasHeader != null ? hasHeader : labels.stream().anyMatch(FileHead::isLabel);
        if (!header) {
            return new FileHead(null, points, line, line - 1, at);
        }
        int lines = line;
        for (int i = at; i < after - 1; i++) {
            lines += bytes[i] == '\n' ? 1 : 0;
        }
        return new FileHead(List.copyOf(labels), points, line, lines, after);
    }

    private static List<String> cells(String text, int line) {
        try {
            CsvRecordHandler handler = CsvRecordHandler.of(limits -> limits.maxFields(text.length() + 1)
                    .maxFieldSize(text.length() + 1)
                    .maxRecordSize(text.length() + 1));
            return CsvReader.builder()
                    .maxBufferSize(Math.max(LineChunks.MOST_LINE_BYTES, text.length() + 1))
                    .ofSingleCsvRecord(handler, text)
                    .getFields();
        } catch (CsvParseException wrong) {
            throw new SeriesFileError(
                    "Line " + line + " is no line of CSV: a cell with quotes has to be quoted as a whole, and each "
                            + "quote within it doubled.");
        }
    }

    private static boolean isLabel(String cell) {
        String text = cell.strip();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return !NO_LABELS.contains(text.toLowerCase(Locale.ROOT))
                && Double.isNaN(DecimalText.parse(bytes, 0, bytes.length));
    }

    private static boolean isBlank(byte one) {
        return one == ' ' || one == '\t' || one == '\r' || one == '\n';
    }

    private static int lineEnd(byte[] bytes, int from, int end) {
        boolean quoted = false;
        for (int i = from; i < end; i++) {
            if (bytes[i] == '"') {
                quoted = !quoted;
            } else if (bytes[i] == '\n' && !quoted) {
                return i + 1;
            }
        }
        return end;
    }
}
