package series;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Cuts a file into chunks of whole lines, so that several threads can parse them.
 *
 * <p>A line end within quotes doesn't end a line. It reads nothing else of a line's content.
 */
public final class LineChunks {
    public static final int CHUNK_BYTES = 1024 * 1024;
    /** The most bytes of a line. Some blocks of such lines, with their numbers and results, still fit the function's memory. */
    static final int MOST_LINE_BYTES = 4 * 1024 * 1024;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long QUOTES = ONES * '"';

    private final InputStream file;
    private byte[] rest = new byte[0];
    private boolean ended = false;

    public LineChunks(InputStream file) {
        this.file = file;
    }

    /**
     * Returns the next lines; null at the end of the file.
     *
     * @param given an array to use. Longer lines get a bigger one
     */
    public Chunk next(byte[] given) throws IOException {
        byte[] bytes = given.length > rest.length ? given : new byte[Math.max(CHUNK_BYTES, rest.length * 2)];
        System.arraycopy(rest, 0, bytes, 0, rest.length);
        int filled = rest.length;
        while (true) {
            // One byte stays free for a missing end of the last line.
            while (!ended && filled < bytes.length - 1) {
                int read = file.read(bytes, filled, bytes.length - 1 - filled);
                ended = read < 0;
                filled += Math.max(read, 0);
            }
            if (ended) {
                if (filled > 0 && bytes[filled - 1] != '\n') {
                    bytes[filled++] = '\n';
                }
                rest = new byte[0];
                return filled == 0 ? null : new Chunk(bytes, 0, filled);
            }
            int cut = lastLineEnd(bytes, filled);
            if (cut > 0) {
                rest = Arrays.copyOfRange(bytes, cut, filled);
                return new Chunk(bytes, 0, cut);
            }
            if (filled > MOST_LINE_BYTES) {
                throw SeriesFileError.tooLong();
            }
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
    }

    /** Returns the place after the last line end outside of quotes; 0 if there is none. The array begins outside of quotes. */
    private static int lastLineEnd(byte[] bytes, int filled) {
        if (!hasQuote(bytes, filled)) {
            int at = filled;
            while (at > 0 && bytes[at - 1] != '\n') {
                at--;
            }
            return at;
        }
        int cut = 0;
        boolean quoted = false;
        for (int i = 0; i < filled; i++) {
            if (bytes[i] == '"') {
                quoted = !quoted;
            } else if (bytes[i] == '\n' && !quoted) {
                cut = i + 1;
            }
        }
        return cut;
    }

    /** Returns true if there is a quote. It checks eight bytes at a time: a byte of the difference is zero for a quote. */
    private static boolean hasQuote(byte[] bytes, int filled) {
        int i = 0;
        for (; i + 8 <= filled; i += 8) {
            long difference = (long) LONGS.get(bytes, i) ^ QUOTES;
            if (((difference - ONES) & ~difference & (ONES << 7)) != 0) {
                return true;
            }
        }
        for (; i < filled; i++) {
            if (bytes[i] == '"') {
                return true;
            }
        }
        return false;
    }
}
