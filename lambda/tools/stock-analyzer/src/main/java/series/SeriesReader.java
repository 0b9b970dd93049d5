package series;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads the series of a file, part by part. docs/reference/series-files.md has the grammar. rust-clustering reads the same. */
public final class SeriesReader {
    /** Some series of the file. Any thread may visit them. */
    public interface Part {
        /** Visits the series, and returns the number of their lines. Throws WrongLine. */
        int visit(SeriesParser.Visitor visitor);

        /** Returns an array that the next part may use once this one is visited. */
        byte[] buffer();
    }

    /** The values of a part, if columns are series. */
    private static final int PART_VALUES = 100_000;

    private final Layout layout;
    private final FileHead head;
    private final LineChunks chunks;
    /** null if lines are series. */
    private final Columns columns;

    private int next = 0;

    private SeriesReader(Layout layout, FileHead head, LineChunks chunks, Columns columns) {
        this.layout = layout;
        this.head = head;
        this.chunks = chunks;
        this.columns = columns;
    }

    /**
     * Reads the first lines; all of them, if columns are series.
     *
     * @param hasHeader true if the first line is a header; null if the file decides
     * @param orientation null if the file decides
     */
    public static SeriesReader open(InputStream file, Boolean hasHeader, Orientation orientation) throws IOException {
        FileStart start = FileStart.read(file);
        Layout layout = FirstLines.layout(start, hasHeader, orientation);
        InputStream rest = new ByteArrayInputStream(start.bytes, layout.from(), start.bytes.length - layout.from());
        LineChunks chunks = new LineChunks(new SequenceInputStream(rest, file));
        if (layout.hasColumns()) {
            Columns columns = Columns.read(chunks, layout);
            FileHead head = new FileHead(
                    columns.labels(), columns.points(), layout.header(), Orientation.COLUMNS, columns.isNewestFirst());
            return new SeriesReader(layout, head, chunks, columns);
        }
        FileHead head =
                new FileHead(labels(layout), layout.width(), layout.header(), Orientation.ROWS, layout.newestFirst());
        return new SeriesReader(layout, head, chunks, null);
    }

    private static List<String> labels(Layout layout) {
        if (layout.header() == null) {
            return null;
        }
        List<String> labels = new ArrayList<>(layout.labels());
        if (layout.newestFirst()) {
            Collections.reverse(labels);
        }
        return labels;
    }

    public FileHead head() {
        return head;
    }

    /** Returns the number of lines before the first series. */
    public int linesBefore() {
        return layout.linesBefore();
    }

    /**
     * Returns the next part; null at the end of the file.
     *
     * @param buffer an array to use. A part with longer lines has a bigger one
     */
    public Part next(byte[] buffer) throws IOException {
        if (columns == null) {
            Chunk chunk = chunks.next(buffer);
            return chunk == null ? null : new Lines(layout, chunk);
        }
        int from = next;
        next = Math.min(layout.width(), from + Math.max(1, PART_VALUES / head.points()));
        return from == next ? null : new Series(columns, layout.labels(), head.points(), from, next, buffer);
    }

    private record Lines(Layout layout, Chunk chunk) implements Part {
        @Override
        public int visit(SeriesParser.Visitor visitor) {
            return new SeriesParser(layout).parse(chunk, visitor);
        }

        @Override
        public byte[] buffer() {
            return chunk.bytes();
        }
    }

    private record Series(Columns columns, List<String> names, int points, int from, int to, byte[] buffer)
            implements Part {
        @Override
        public int visit(SeriesParser.Visitor visitor) {
            double[] values = new double[points];
            for (int i = from; i < to; i++) {
                byte[] name = names.get(i).getBytes(StandardCharsets.UTF_8);
                columns.put(i, values);
                visitor.series(name, 0, name.length, values);
            }
            return 0;
        }
    }
}
