package report;

import analysis.Calculation;
import analysis.Column;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import series.FileHead;
import toolkit.Result;
import toolkit.StoredFile;
import toolkit.ToolUse;
import toolkit.Upload;

/**
 * Runs a calculation over a series file and makes the result. Few rows are all in it. If there are more, they are stored as a CSV,
 * and the result has the statistics, the extremes and the first rows.
 */
public final class SeriesReport {
    static final int MOST_PREVIEWED = 5;
    static final int MOST_EXTREMES = 5;
    static final int MOST_GROUPS = 40;

    private final FileHead head;
    private final Calculation calculation;
    private final Totals totals;
    private final Groups groups;
    private final Map<String, Object> said;

    private SeriesReport(SeriesRun run, Totals totals, Groups groups, Map<String, Object> said) {
        head = run.head();
        calculation = run.calculation();
        this.totals = totals;
        this.groups = groups;
        this.said = said;
    }

    /**
     * Runs a calculation and returns the result.
     *
     * @param said returns the fields of the result that describe the calculation
     */
    public static <C extends Calculation> Object run(
            SeriesFile file, ToolUse use, Function<FileHead, C> calculationFor, Function<C, Map<String, Object>> said)
            throws IOException {
        Groups groups = file.readGroups(use);
        List<C> made = new ArrayList<>(1);
        try (InputStream opened = use.open(file.bucket(), file.key());
                SeriesRun run = new SeriesRun(opened, groups, head -> {
                    made.add(calculationFor.apply(head));
                    return made.get(0);
                });
                Upload csv = use.bucket() == null ? null : use.upload(".csv", "text/csv; charset=utf-8")) {
            Totals totals = run.run(file.hasHeader(), csv);
            SeriesReport report = new SeriesReport(run, totals, groups, said.apply(made.get(0)));
            if (totals.rows == totals.kept.size()) {
                Map<String, Object> whole = report.whole();
                if (Result.fitsInline(whole)) {
                    return whole;
                }
            }
            return report.inShort(csv == null ? null : csv.finish());
        }
    }

    private Map<String, Object> whole() {
        Map<String, Object> whole = beginning(true);
        whole.put("results", totals.kept.stream().map(row -> row(row, true)).toList());
        return whole;
    }

    private Map<String, Object> inShort(StoredFile link) {
        Map<String, Object> inShort = beginning(false);
        if (link == null) {
            inShort.put(
                    "note",
                    "Cut: there are " + totals.rows + " rows, and this tool use came without a run to store them for.");
        } else {
            inShort.put(
                    "note", "All " + totals.rows + " rows are in the file, a CSV with a header; here are the first.");
            inShort.put("file", link);
        }
        inShort.put(
                "preview",
                totals.kept.stream()
                        .limit(MOST_PREVIEWED)
                        .map(row -> row(row, false))
                        .toList());
        return inShort;
    }

    private Map<String, Object> beginning(boolean withVectors) {
        Map<String, Object> beginning = new LinkedHashMap<>();
        beginning.put("series", totals.names.size());
        beginning.put("values_of_each", head.points());
        beginning.put("header", head.labels() != null);
        beginning.putAll(said);
        if (!totals.categories.isEmpty()) {
            beginning.put("counts", totals.categories);
        }
        int[] withResult = IntStream.range(0, totals.metrics.size())
                .filter(i -> !Double.isNaN(totals.metrics.get(i)))
                .toArray();
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("of", calculation.metric());
        summary.put("series_with_result", withResult.length);
        summary.putAll(Statistics.of(
                Arrays.stream(withResult).mapToDouble(totals.metrics::get).toArray()));
        summary.put("highest", extremes(withResult, true));
        summary.put("lowest", extremes(withResult, false));
        beginning.put("summary", summary);
        if (groups != null) {
            putGroups(beginning, withVectors);
        }
        return beginning;
    }

    /** Returns the series with the biggest or the smallest numbers. Of equal ones, the first in the file comes first. */
    private List<Map<String, Object>> extremes(int[] withResult, boolean highest) {
        // The small list is kept in order, so that not all of a million series are sorted.
        List<Integer> best = new ArrayList<>();
        Comparator<Integer> order = Comparator.comparingDouble(totals.metrics::get);
        Comparator<Integer> wanted = highest ? order.reversed() : order;
        int most = Math.min(MOST_EXTREMES, Math.max(1, withResult.length / 2));
        for (int candidate : withResult) {
            if (best.size() == most && wanted.compare(candidate, best.get(most - 1)) >= 0) {
                continue;
            }
            int at = best.size();
            while (at > 0 && wanted.compare(candidate, best.get(at - 1)) < 0) {
                at--;
            }
            best.add(at, candidate);
            if (best.size() > most) {
                best.remove(most);
            }
        }
        List<Map<String, Object>> shown = new ArrayList<>();
        for (int each : best) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", ShortName.of(totals.names.name(each)));
            one.put("value", Statistics.shown(totals.metrics.get(each)));
            shown.add(one);
        }
        return shown;
    }

    private void putGroups(Map<String, Object> beginning, boolean withVectors) {
        int[] members = new int[groups.count()];
        int grouped = 0;
        DoubleList[] metrics = new DoubleList[groups.count()];
        double[] one = new double[1];
        for (int i = 0; i < totals.names.size(); i++) {
            int group = totals.groupOf.get(i);
            if (group >= 0) {
                grouped++;
                members[group]++;
                metrics[group] = metrics[group] == null ? new DoubleList() : metrics[group];
                one[0] = totals.metrics.get(i);
                if (!Double.isNaN(one[0])) {
                    metrics[group].add(one, 1);
                }
            }
        }
        List<Integer> biggest = IntStream.range(0, groups.count())
                .boxed()
                .sorted(Comparator.comparingInt((Integer group) -> -members[group]))
                .limit(MOST_GROUPS)
                .toList();
        List<Map<String, Object>> list = new ArrayList<>();
        for (int group : biggest) {
            DoubleList of = metrics[group] == null ? new DoubleList() : metrics[group];
            Map<String, Object> said = new LinkedHashMap<>();
            said.put("group", ShortName.of(groups.name(group)));
            said.put("series", members[group]);
            said.put("series_with_result", of.size());
            said.putAll(Statistics.of(
                    IntStream.range(0, of.size()).mapToDouble(of::get).toArray()));
            totals.ofGroup(group, calculation).forEach((name, value) -> {
                if (withVectors || !(value instanceof List)) {
                    said.put(name, value instanceof Double number ? Statistics.shown(number) : value);
                }
            });
            list.add(said);
        }
        beginning.put("groups", list);
        if (groups.count() > MOST_GROUPS) {
            beginning.put("groups_in_all", groups.count());
        }
        beginning.put("series_without_group", totals.names.size() - grouped);
        beginning.put("grouped_names_without_series", groups.series() - grouped);
    }

    private Map<String, Object> row(Block.Row row, boolean whole) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", ShortName.of(row.name()));
        int at = 0;
        for (Column column : calculation.columns()) {
            double number = row.cells() == null ? Double.NaN : row.cells()[at];
            at++;
            if (!column.isIndex()) {
                shown.put(column.name(), Statistics.shown(number));
            } else if (Double.isNaN(number)) {
                shown.put(column.name(), null);
            } else {
                shown.put(column.name(), (int) number);
                if (head.labels() != null) {
                    shown.put(
                            column.name().replace("_index", "").replace("index", "label"),
                            ShortName.of(head.labels().get((int) number)));
                }
            }
        }
        Calculation.Vector vector = calculation.vector();
        if (vector != null) {
            int from = whole ? 0 : Math.max(0, vector.length() - 3);
            List<Double> numbers = row.cells() == null
                    ? null
                    : Arrays.stream(row.cells(), at + from, at + vector.length())
                            .mapToObj(Statistics::shown)
                            .toList();
            shown.put(whole ? vector.name() : "last_of_" + vector.name(), numbers);
        }
        if (row.reason() != null) {
            shown.put("reason", row.reason().text());
        }
        return shown;
    }
}
