package report;

import analysis.Calculation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import series.NameIndex;
import series.SeriesFileError;
import toolkit.ToolError;

/** The results of all series. Blocks are added in the order of the file, so that the results are the same each time. */
final class Totals {
    /** The most numbers in the sums of all groups together. */
    static final int MOST_GROUP_NUMBERS = 4_000_000;

    final NameIndex names = new NameIndex();
    final DoubleList metrics = new DoubleList();
    final IntList groupOf = new IntList();
    final Map<String, Integer> categories = new TreeMap<>();
    final Map<Integer, Block.Sum> groups = new TreeMap<>();
    final List<Block.Row> kept = new ArrayList<>();
    long rows = 0;
    private final boolean listsGroups;
    private long lines;
    private int groupNumbers = 0;

    /** @param lines the number of lines before the first series */
    Totals(int lines, boolean listsGroups) {
        this.lines = lines;
        this.listsGroups = listsGroups;
    }

    /** Adds a block. Throws SeriesFileError for the first line that is wrong. */
    void add(Block block) {
        int from = 0;
        byte[] bytes = block.names.bytes();
        for (int i = 0; i < block.series; i++) {
            int number = names.add(bytes, from, block.nameEnds[i] - from);
            if (number < 0) {
                throw SeriesFileError.twice(names.name(-1 - number), -number, names.size() + 1);
            }
            from = block.nameEnds[i];
            if (listsGroups) {
                groupOf.add(block.groupOf[i]);
            }
        }
        if (block.wrong != null) {
            throw SeriesFileError.of(block.wrong, lines);
        }
        metrics.add(block.metrics, block.series);
        block.categories.forEach((word, count) -> categories.merge(word, count, Integer::sum));
        block.groups.forEach(this::add);
        kept.addAll(block.kept);
        rows += block.rows;
        lines += block.lines;
    }

    private void add(int group, Block.Sum more) {
        Block.Sum sum = groups.get(group);
        if (sum == null) {
            groupNumbers += more.sum.length;
            if (groupNumbers > MOST_GROUP_NUMBERS) {
                throw new ToolError("There are too many groups for series of this length: allowed are "
                        + MOST_GROUP_NUMBERS / more.sum.length + ". Ask without groups, or for fewer.");
            }
            groups.put(group, more);
            return;
        }
        sum.members += more.members;
        for (int i = 0; i < sum.sum.length; i++) {
            sum.sum[i] += more.sum[i];
        }
    }

    /** Returns how many series are in a group's portfolio. */
    int portfolioSeries(int group) {
        Block.Sum sum = groups.get(group);
        return sum == null ? 0 : sum.members;
    }

    /** Returns the calculation's numbers of a group's portfolio; all of them NaN if it has no series. */
    double[] ofGroup(int group, Calculation calculation) {
        Block.Sum sum = groups.get(group);
        if (sum == null) {
            Calculation.Vector vector = calculation.groupVector();
            double[] nothing = new double[calculation.groupColumns().size() + (vector == null ? 0 : vector.length())];
            Arrays.fill(nothing, Double.NaN);
            return nothing;
        }
        double[] mean = new double[sum.sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = sum.sum[i] / sum.members;
        }
        return calculation.ofGroup(mean);
    }
}
