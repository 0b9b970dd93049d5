package report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import series.CsvText;
import toolkit.ToolUse;
import toolkit.Upload;

/** The mean correlation within each group, and that of its members with all other series. The biggest group comes first. */
final class CorrelationGroups {
    private static final String TOO_FEW =
            "mean_within: a correlation within a group needs two of its series with a result";

    private final Groups groups;
    private final List<Integer> biggestFirst;
    private final int[] members;
    private final double[][] within;
    private final double[][] withOthers;

    CorrelationGroups(List<String> names, double[][] matrix, Groups groups) {
        this.groups = groups;
        members = new int[groups.count()];
        // The sum and the number of the correlations of each group.
        within = new double[groups.count()][2];
        withOthers = new double[groups.count()][2];
        int[] of = names.stream().mapToInt(groups::of).toArray();
        for (int i = 0; i < of.length; i++) {
            if (of[i] >= 0) {
                members[of[i]]++;
            }
            for (int j = i + 1; j < of.length; j++) {
                if (of[i] == of[j]) {
                    add(within, of[i], matrix[i][j]);
                } else {
                    add(withOthers, of[i], matrix[i][j]);
                    add(withOthers, of[j], matrix[i][j]);
                }
            }
        }
        biggestFirst = IntStream.range(0, groups.count())
                .boxed()
                .sorted(Comparator.comparingInt((Integer group) -> -members[group]))
                .toList();
    }

    private static void add(double[][] sums, int group, double correlation) {
        if (group >= 0 && !Double.isNaN(correlation)) {
            sums[group][0] += correlation;
            sums[group][1]++;
        }
    }

    /** Adds the groups to a result. If there are many, it has the biggest of them, and the link to a CSV with all. */
    void put(Map<String, Object> result, ToolUse use) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int group : biggestFirst.subList(0, Math.min(GroupReport.MOST_SHOWN, biggestFirst.size()))) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("group", ShortName.of(groups.name(group)));
            row.put("series", members[group]);
            row.put("mean_within", Statistics.shown(mean(within[group])));
            row.put("mean_with_others", Statistics.shown(mean(withOthers[group])));
            if (within[group][1] == 0) {
                row.put("reason", TOO_FEW);
            }
            rows.add(row);
        }
        result.put("groups", rows);
        if (groups.count() > rows.size()) {
            result.put("groups_in_all", groups.count());
            if (use.bucket() != null) {
                store(result, use);
            }
        }
    }

    private void store(Map<String, Object> result, ToolUse use) throws IOException {
        CsvText lines = new CsvText().cell("group").comma().cell("series").comma();
        lines.cell("mean_within")
                .comma()
                .cell("mean_with_others")
                .comma()
                .cell("reason")
                .endLine();
        for (int group : biggestFirst) {
            lines.cell(groups.name(group)).comma().number(members[group]).comma();
            lines.number(mean(within[group]))
                    .comma()
                    .number(mean(withOthers[group]))
                    .comma();
            lines.cell(within[group][1] == 0 ? TOO_FEW : "").endLine();
        }
        try (Upload csv = use.upload("groups.csv", "text/csv; charset=utf-8")) {
            csv.write(lines.bytes(), 0, lines.length());
            result.put("group_file", csv.finish());
        }
    }

    private static double mean(double[] sum) {
        return sum[0] / sum[1];
    }
}
