package report;

import analysis.Correlation;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import series.CsvText;
import series.FileHead;
import series.NameIndex;
import series.SeriesFileError;
import series.SeriesReader;
import toolkit.Result;
import toolkit.ToolError;
import toolkit.ToolUse;
import toolkit.Upload;

/** The correlation matrix of all series. The number of series is limited, because all have to be in memory. */
public final class CorrelationReport {
    static final int MOST_SERIES = 500;
    static final int MOST_VALUES = 2_000_000;
    private static final int MOST_PAIRS = 5;

    /** The most series whose reason is shown. `series_with_result` tells how many there are. */
    private static final int MOST_WITHOUT = 40;

    private final List<String> names = new ArrayList<>();
    private final List<double[]> series = new ArrayList<>();
    private FileHead head;

    private CorrelationReport() {}

    public static Object run(SeriesFile file, ToolUse use, Correlation correlation) throws IOException {
        Groups groups = file.readGroups(use);
        CorrelationReport report = new CorrelationReport();
        try (InputStream opened = use.open(file.bucket(), file.key())) {
            report.read(file.read(opened));
        }
        if (report.series.size() < 2) {
            throw new ToolError("The file has one series. A correlation needs two or more.");
        }
        double[][] matrix = correlation.matrix(report.series);
        Map<String, Object> whole = report.summary(matrix, correlation);
        if (groups != null) {
            new CorrelationGroups(report.names, matrix, groups).put(whole, use);
        }
        whole.put("names", report.names.stream().map(ShortName::of).toList());
        whole.put("matrix", matrixShown(matrix));
        if (Result.fitsInline(whole)) {
            return whole;
        }
        whole.remove("names");
        whole.remove("matrix");
        if (use.bucket() == null) {
            whole.put(
                    "note",
                    "Cut: the matrix is too big to be shown, and this tool use came without a run to store it for.");
            return whole;
        }
        whole.put("note", "The matrix is in the file, a CSV with the names in its first line and its first column.");
        try (Upload csv = use.upload("result.csv", "text/csv; charset=utf-8")) {
            report.write(matrix, csv);
            whole.put("file", csv.finish());
        }
        return whole;
    }

    private void read(SeriesReader reader) throws IOException {
        head = reader.head();
        NameIndex seen = new NameIndex();
        long lines = reader.linesBefore();
        SeriesReader.Part part = reader.next(new byte[0]);
        while (part != null) {
            try {
                lines += part.visit((name, from, length, values) -> add(seen, name, from, length, values));
            } catch (ToolError wrong) {
                throw wrong;
            } catch (RuntimeException wrong) {
                throw SeriesFileError.of(wrong, lines);
            }
            part = reader.next(part.buffer());
        }
    }

    private void add(NameIndex seen, byte[] name, int from, int length, double[] values) {
        String text = CsvText.text(name, from, length);
        int number = seen.add(name, from, length);
        if (number < 0) {
            throw SeriesFileError.twice(text, -number, seen.size() + 1);
        }
        int most = Math.min(MOST_SERIES, MOST_VALUES / values.length);
        if (series.size() == most) {
            throw new ToolError("The file has more than " + most + " series. A correlation matrix is made of "
                    + MOST_SERIES + " series at most, with " + MOST_VALUES
                    + " values in all. Store a file with fewer of them, or cluster them first.");
        }
        names.add(text);
        series.add(values.clone());
    }

    private Map<String, Object> summary(double[][] matrix, Correlation correlation) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("series", names.size());
        SeriesFile.putReading(summary, head);
        summary.put("of", correlation.ofReturns() ? "returns" : "values");
        summary.put("method", correlation.method().toString().toLowerCase(java.util.Locale.ROOT));
        Map<String, String> without = new TreeMap<>();
        List<int[]> pairs = new ArrayList<>();
        int withResult = 0;
        for (int i = 0; i < matrix.length; i++) {
            withResult += Double.isNaN(matrix[i][i]) ? 0 : 1;
            if (Double.isNaN(matrix[i][i]) && without.size() < MOST_WITHOUT) {
                without.put(
                        ShortName.of(names.get(i)),
                        correlation.reason(series.get(i)).text());
            }
            for (int j = i + 1; j < matrix.length; j++) {
                if (!Double.isNaN(matrix[i][j])) {
                    pairs.add(new int[] {i, j});
                }
            }
        }
        summary.put("series_with_result", withResult);
        summary.put("mean", Statistics.shown(mean(matrix, pairs)));
        pairs.sort(Comparator.comparingDouble(pair -> -matrix[pair[0]][pair[1]]));
        summary.put("highest", shown(matrix, pairs.subList(0, Math.min(MOST_PAIRS, pairs.size()))));
        List<int[]> lowest = new ArrayList<>(pairs.subList(Math.max(0, pairs.size() - MOST_PAIRS), pairs.size()));
        java.util.Collections.reverse(lowest);
        summary.put("lowest", shown(matrix, lowest));
        if (!without.isEmpty()) {
            summary.put("without_result", without);
        }
        return summary;
    }

    private static double mean(double[][] matrix, List<int[]> pairs) {
        return pairs.stream()
                .mapToDouble(pair -> matrix[pair[0]][pair[1]])
                .average()
                .orElse(Double.NaN);
    }

    private List<Map<String, Object>> shown(double[][] matrix, List<int[]> pairs) {
        return pairs.stream()
                .map(pair -> {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("names", List.of(ShortName.of(names.get(pair[0])), ShortName.of(names.get(pair[1]))));
                    one.put("correlation", Statistics.shown(matrix[pair[0]][pair[1]]));
                    return one;
                })
                .toList();
    }

    private static List<List<Double>> matrixShown(double[][] matrix) {
        return java.util.Arrays.stream(matrix)
                .map(row ->
                        java.util.Arrays.stream(row).mapToObj(Statistics::shown).toList())
                .toList();
    }

    private void write(double[][] matrix, Upload csv) throws IOException {
        CsvText line = new CsvText().cell("name");
        names.forEach(name -> line.comma().cell(name));
        line.endLine();
        for (int i = 0; i < matrix.length; i++) {
            line.cell(names.get(i));
            for (double each : matrix[i]) {
                line.comma().number(each);
            }
            line.endLine();
        }
        csv.write(line.bytes(), 0, line.length());
    }
}
