package series;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A file with a line for each time, whose columns are the series. All values are in memory. */
final class Columns {
    static final int MOST_VALUES = 10_000_000;
    static final int MOST_LINES = 1_000_000;
    static final int MOST_SERIES = 50_000;
    /** The values of an array, as a power of two. */
    private static final int BLOCK_BITS = 16;

    private static final int BLOCK = 1 << BLOCK_BITS;

    private final Layout layout;
    private final Labels labels = new Labels();
    /** The values, line by line, in arrays of BLOCK numbers. */
    private final List<double[]> blocks = new ArrayList<>();

    private int count = 0;

    private Columns(Layout layout) {
        this.layout = layout;
    }

    static Columns read(LineChunks chunks, Layout layout) throws IOException {
        checkNames(layout.labels());
        Columns columns = new Columns(layout);
        SeriesParser parser = new SeriesParser(layout);
        long lines = layout.linesBefore();
        for (Chunk chunk = chunks.next(new byte[LineChunks.CHUNK_BYTES]);
                chunk != null;
                chunk = chunks.next(chunk.bytes())) {
            try {
                lines += parser.parse(
                        chunk, (label, from, length, values) -> columns.add(parser, label, from, length, values));
            } catch (WrongLine wrong) {
                throw SeriesFileError.of(wrong, lines);
            }
        }
        if (layout.order().doubt() != null) {
            throw new SeriesFileError(layout.order().doubt());
        }
        return columns;
    }

    private static void checkNames(List<String> names) {
        NameIndex seen = new NameIndex();
        for (String name : names) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            int number = seen.add(bytes, 0, bytes.length);
            if (number < 0) {
                throw SeriesFileError.twice(name, -number, seen.size() + 1);
            }
        }
    }

    private void add(SeriesParser parser, byte[] label, int from, int length, double[] values) {
        String fault = layout.order().add(new String(label, from, length, StandardCharsets.UTF_8));
        if (fault != null) {
            throw parser.wrong(", column 1: " + fault);
        }
        int width = values.length;
        if (width > MOST_SERIES || labels.size() == MOST_LINES || count > MOST_VALUES - width) {
            throw new SeriesFileError("The file has a line for each time, and more than " + labels.size() + " lines of "
                    + width + " series. Allowed are " + MOST_LINES + " lines, " + MOST_SERIES + " series, and "
                    + MOST_VALUES + " values in all: take fewer, or write a line for each series.");
        }
        labels.add(label, from, length);
        int done = 0;
        while (done < width) {
            int place = count & (BLOCK - 1);
            if (place == 0) {
                blocks.add(new double[BLOCK]);
            }
            int copied = Math.min(width - done, BLOCK - place);
            System.arraycopy(values, done, blocks.get(blocks.size() - 1), place, copied);
            done += copied;
            count += copied;
        }
    }

    int points() {
        return labels.size();
    }

    /** Returns the labels of the times, from the oldest on. */
    List<String> labels() {
        if (!isNewestFirst()) {
            return labels;
        }
        List<String> reversed = new ArrayList<>(labels);
        Collections.reverse(reversed);
        return reversed;
    }

    boolean isNewestFirst() {
        return layout.order().isNewestFirst();
    }

    /** Puts the values of a series into an array, from the oldest on. */
    void put(int series, double[] values) {
        int width = layout.width();
        int step = isNewestFirst() ? -width : width;
        int place = series + (isNewestFirst() ? (values.length - 1) * width : 0);
        for (int i = 0; i < values.length; i++) {
            values[i] = blocks.get(place >> BLOCK_BITS)[place & (BLOCK - 1)];
            place += step;
        }
    }
}
