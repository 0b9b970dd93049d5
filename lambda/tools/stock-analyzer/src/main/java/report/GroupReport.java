package report;

import analysis.Calculation;
import analysis.Column;
import analysis.Portfolio;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import series.CsvText;
import series.FileHead;
import toolkit.StoredFile;
import toolkit.ToolUse;
import toolkit.Upload;

/** The groups in a result: the statistics of each group's members, and the numbers of its portfolio. The biggest comes first. */
final class GroupReport {
    /** The most groups in a result. All of them are in a file. */
    static final int MOST_SHOWN = 40;

    /** More numbers never fit a result. */
    private static final int MOST_NUMBERS = 8_000;

    private final Groups groups;
    private final Totals totals;
    private final Calculation calculation;
    private final FileHead head;
    private final List<Integer> biggestFirst;
    private final int[] members;
    private final DoubleList[] metrics;
    private int grouped = 0;

    GroupReport(Groups groups, Totals totals, Calculation calculation, FileHead head) {
        this.groups = groups;
        this.totals = totals;
        this.calculation = calculation;
        this.head = head;
        members = new int[groups.count()];
        metrics = new DoubleList[groups.count()];
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
        biggestFirst = IntStream.range(0, groups.count())
                .boxed()
                .sorted(Comparator.comparingInt((Integer group) -> -members[group]))
                .toList();
    }

    /** Returns true if a result may have room for all numbers of all groups. */
    boolean mayFit() {
        Calculation.Vector vector = calculation.groupVector();
        return groups.count() <= MOST_SHOWN && (vector == null || groups.count() * vector.length() <= MOST_NUMBERS);
    }

    /**
     * Adds the fields of a result.
     *
     * @param most the most groups
     * @param whole true for the whole list of numbers of each group, false for the last three
     */
    void put(Map<String, Object> result, int most, boolean whole) {
        if (calculation.hasPortfolio()) {
            result.put("portfolio", Portfolio.IN_WORDS);
        }
        result.put(
                "groups",
                biggestFirst.stream()
                        .limit(most)
                        .map(group -> row(group, whole))
                        .toList());
        if (groups.count() > most) {
            result.put("groups_in_all", groups.count());
        }
        result.put("series_without_group", totals.names.size() - grouped);
        result.put("grouped_names_without_series", groups.series() - grouped);
    }

    /** Stores a CSV with a header and a line for each group. */
    StoredFile store(ToolUse use) throws IOException {
        List<String> numbers = List.copyOf(statistics(0).keySet());
        try (Upload csv = use.upload("groups.csv", "text/csv; charset=utf-8")) {
            CsvText line =
                    new CsvText().cell("group").comma().cell("series").comma().cell("series_with_result");
            numbers.forEach(name -> line.comma().cell(name));
            if (calculation.hasPortfolio()) {
                line.comma().cell("portfolio_series");
                calculation.groupColumns().forEach(column -> line.comma().cell(column.name()));
                CsvHead.vector(head, calculation.groupVector(), line);
                line.comma().cell("reason");
            }
            write(line, csv);
            for (int group : biggestFirst) {
                line.cell(groups.name(group)).comma().number(members[group]);
                line.comma().number(withResult(group));
                statistics(group).values().forEach(value -> line.comma().number(value == null ? Double.NaN : value));
                if (calculation.hasPortfolio()) {
                    line.comma().number(totals.portfolioSeries(group));
                    double[] cells = totals.ofGroup(group, calculation);
                    Arrays.stream(cells).forEach(cell -> line.comma().number(cell));
                    String reason = reason(group, cells);
                    line.comma().cell(reason == null ? "" : reason);
                }
                write(line, csv);
            }
            return csv.finish();
        }
    }

    private static void write(CsvText line, Upload csv) throws IOException {
        line.endLine();
        csv.write(line.bytes(), 0, line.length());
        line.clear();
    }

    private Map<String, Object> row(int group, boolean whole) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("group", ShortName.of(groups.name(group)));
        row.put("series", members[group]);
        row.put("series_with_result", withResult(group));
        row.putAll(statistics(group));
        if (!calculation.hasPortfolio()) {
            return row;
        }
        row.put("portfolio_series", totals.portfolioSeries(group));
        double[] cells = totals.ofGroup(group, calculation);
        int at = 0;
        for (Column column : calculation.groupColumns()) {
            row.put(column.name(), Statistics.shown(cells[at++]));
        }
        VectorField.put(row, calculation.groupVector(), totals.portfolioSeries(group) == 0 ? null : cells, at, whole);
        String reason = reason(group, cells);
        if (reason != null) {
            row.put("reason", reason);
        }
        return row;
    }

    private int withResult(int group) {
        return metrics[group] == null ? 0 : metrics[group].size();
    }

    private Map<String, Double> statistics(int group) {
        DoubleList of = metrics[group] == null ? new DoubleList() : metrics[group];
        return Statistics.of(IntStream.range(0, of.size()).mapToDouble(of::get).toArray());
    }

    /** Returns the reason why series of the group, or all of them, aren't in its portfolio. */
    private String reason(int group, double[] cells) {
        int out = members[group] - totals.portfolioSeries(group);
        List<String> reasons = new ArrayList<>();
        if (out > 0) {
            String why = calculation.hasReasons()
                    ? "no result of their own"
                    : "a first value that isn't above 0, so nothing is a percentage of it";
            reasons.add((out == members[group] ? "no portfolio: all " : "not in the portfolio: ") + out
                    + " series with " + why);
        } else if (members[group] == 0) {
            reasons.add("no portfolio: the file has no series of this group");
        }
        if (totals.portfolioSeries(group) > 0 && Arrays.stream(cells).anyMatch(Double::isInfinite)) {
            reasons.add("the portfolio has numbers too big to calculate with");
        }
        return reasons.isEmpty() ? null : String.join("; ", reasons);
    }
}
