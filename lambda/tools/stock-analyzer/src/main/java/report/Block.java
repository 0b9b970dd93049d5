package report;

import analysis.Calculation;
import analysis.Reason;
import analysis.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import series.CsvText;
import series.LineChunks;
import series.SeriesParser;
import series.SeriesReader;

/**
 * A part of the file, and the results of its series. One thread fills it, another reads it, and then it is used again.
 */
final class Block implements Rows, SeriesParser.Visitor {
    /** The most rows that are kept as numbers too. More rows never fit a result that the model reads. */
    static final int MOST_KEPT = 400;

    static final int MOST_KEPT_CELLS = 20_000;

    /** A row for JSON. cells: null if it has no numbers. reason: why it lacks all or some of them; else null. */
    record Row(String name, double[] cells, String reason) {}

    /** The sum of the members of a group's portfolio. */
    static final class Sum {
        double[] sum;
        int members = 0;
    }

    byte[] buffer = new byte[LineChunks.CHUNK_BYTES];
    SeriesReader.Part part;
    boolean keepsRows;
    int lines;
    RuntimeException wrong;

    final CsvText csv = new CsvText();
    final CsvText names = new CsvText();
    final List<Row> kept = new ArrayList<>();
    final Map<String, Integer> categories = new HashMap<>();
    final Map<Integer, Sum> groups = new TreeMap<>();
    int series;
    long rows;
    int[] nameEnds = new int[1024];
    double[] metrics = new double[1024];
    int[] groupOf = new int[1024];

    private Calculation calculation;
    private Calculation.Worker worker;
    private Groups given;
    private int width;
    private boolean writesCsv;
    private byte[] name;
    private int nameFrom;
    private int nameLength;

    /** Calculates the part. It has the results of the lines before the first wrong one. */
    void fill(Calculation calculation, Groups groups, boolean writesCsv) {
        clear();
        this.calculation = calculation;
        this.writesCsv = writesCsv;
        worker = calculation.worker();
        given = groups;
        width = calculation.columns().size()
                + (calculation.vector() == null ? 0 : calculation.vector().length());
        try {
            lines = part.visit(this);
        } catch (RuntimeException wrong) {
            this.wrong = wrong;
        }
    }

    private void clear() {
        csv.clear();
        names.clear();
        kept.clear();
        categories.clear();
        groups.clear();
        series = 0;
        rows = 0;
        lines = 0;
        wrong = null;
    }

    @Override
    public void series(byte[] name, int from, int length, double[] values) {
        this.name = name;
        nameFrom = from;
        nameLength = length;
        if (series == metrics.length) {
            metrics = Arrays.copyOf(metrics, series * 2);
            groupOf = Arrays.copyOf(groupOf, series * 2);
            nameEnds = Arrays.copyOf(nameEnds, series * 2);
        }
        metrics[series] = Double.NaN;
        groupOf[series] = given == null ? -1 : given.of(name, from, length);
        worker.calculate(values, this);
        names.raw(name, from, length);
        nameEnds[series++] = names.length();
    }

    @Override
    public void add(double[] cells, List<Reason> reasons) {
        row(cells, reasons.isEmpty() ? null : reasons.stream().map(Reason::text).collect(Collectors.joining("; ")));
        reasons.forEach(reason -> category(reason.text()));
    }

    @Override
    public void addNothing(Reason reason) {
        row(null, reason.text());
        category(reason.text());
    }

    @Override
    public void metric(double value) {
        metrics[series] = value;
    }

    @Override
    public void category(String word) {
        categories.merge(word, 1, Integer::sum);
    }

    @Override
    public boolean hasGroup() {
        return groupOf[series] >= 0;
    }

    @Override
    public void member(double[] scaled) {
        Sum of = groups.computeIfAbsent(groupOf[series], group -> new Sum());
        if (of.sum == null) {
            of.sum = new double[scaled.length];
        }
        of.members++;
        for (int i = 0; i < scaled.length; i++) {
            of.sum[i] += scaled[i];
        }
    }

    private void row(double[] cells, String reason) {
        rows++;
        if (keepsRows && kept.size() < MOST_KEPT && (kept.size() + 1) * width <= MOST_KEPT_CELLS) {
            kept.add(new Row(CsvText.text(name, nameFrom, nameLength), cells == null ? null : cells.clone(), reason));
        }
        if (!writesCsv) {
            return;
        }
        csv.cell(name, nameFrom, nameLength);
        for (int i = 0; i < width; i++) {
            csv.comma();
            if (cells != null) {
                csv.number(cells[i]);
            }
        }
        if (calculation.hasReasons()) {
            csv.comma();
            if (reason != null) {
                csv.cell(reason);
            }
        }
        csv.endLine();
    }
}
