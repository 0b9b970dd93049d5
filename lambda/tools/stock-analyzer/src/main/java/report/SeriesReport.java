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

    /** The groups of a short result. whole: with all numbers of each, not the last three of its list alone. */
    private record GroupsShown(int most, boolean whole) {}

    /** A short result has the first of these that fits. */
    private static final List<GroupsShown> GROUPS_SHOWN = List.of(
            new GroupsShown(GroupReport.MOST_SHOWN, true),
            new GroupsShown(GroupReport.MOST_SHOWN, false),
            new GroupsShown(GroupReport.MOST_SHOWN / 4, false),
            new GroupsShown(2, false));

    private final FileHead head;
    private final Calculation calculation;
    private final Totals totals;
    private final GroupReport groups;
    private final Map<String, Object> said;

    private SeriesReport(SeriesRun run, Totals totals, Groups groups, Map<String, Object> said) {
        head = run.head();
        calculation = run.calculation();
        this.totals = totals;
        this.groups = groups == null ? null : new GroupReport(groups, totals, calculation, head);
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
                Upload csv = use.bucket() == null ? null : use.upload("result.csv", "text/csv; charset=utf-8")) {
            Totals totals = run.run(file, csv);
            SeriesReport report = new SeriesReport(run, totals, groups, said.apply(made.get(0)));
            if (totals.rows == totals.kept.size() && (report.groups == null || report.groups.mayFit())) {
                Map<String, Object> whole = report.whole();
                if (Result.fitsInline(whole)) {
                    return whole;
                }
            }
            return report.inShort(csv == null ? null : csv.finish(), use);
        }
    }

    private Map<String, Object> whole() {
        Map<String, Object> whole = beginning(GroupReport.MOST_SHOWN, true);
        whole.put("results", totals.kept.stream().map(row -> row(row, true)).toList());
        return whole;
    }

    private Map<String, Object> inShort(StoredFile link, ToolUse use) throws IOException {
        StoredFile groupsLink = link == null || groups == null ? null : groups.store(use);
        Map<String, Object> inShort = null;
        for (GroupsShown shown : GROUPS_SHOWN) {
            if (groups == null || groups.mayFit() || !shown.whole) {
                inShort = inShort(link, groupsLink, shown);
                if (Result.fitsInline(inShort)) {
                    break;
                }
            }
        }
        return inShort;
    }

    private Map<String, Object> inShort(StoredFile link, StoredFile groupsLink, GroupsShown groupsShown) {
        Map<String, Object> inShort = beginning(groupsShown.most, groupsShown.whole);
        if (link == null) {
            inShort.put(
                    "note",
                    "Cut: there are " + totals.rows + " rows, and this tool use came without a run to store them for.");
        } else {
            inShort.put(
                    "note",
                    "All " + totals.rows + " rows are in the file, a CSV with a header; here are the first."
                            + (groupsLink == null ? "" : " group_file has a row for each group."));
            inShort.put("file", link);
        }
        if (groupsLink != null) {
            inShort.put("group_file", groupsLink);
        }
        inShort.put(
                "preview",
                totals.kept.stream()
                        .limit(MOST_PREVIEWED)
                        .map(row -> row(row, false))
                        .toList());
        return inShort;
    }

    /**
     * Returns the fields before the rows.
     *
     * @param mostGroups the most groups
     * @param wholeGroups true for all numbers of each group, false for the last three of its list
     */
    private Map<String, Object> beginning(int mostGroups, boolean wholeGroups) {
        Map<String, Object> beginning = new LinkedHashMap<>();
        beginning.put("series", totals.names.size());
        SeriesFile.putReading(beginning, head);
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
            groups.put(beginning, mostGroups, wholeGroups);
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
        VectorField.put(shown, calculation.vector(), row.cells(), at, whole);
        if (row.reason() != null) {
            shown.put("reason", row.reason());
        }
        return shown;
    }
}
