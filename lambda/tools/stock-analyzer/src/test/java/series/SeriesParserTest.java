package series;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests of reading series from bytes, through chunks. tests/lambda/tools/stock-analyzer has the files that are refused. */
class SeriesParserTest {
    /** Returns the series of a text, which is read in pieces of a few bytes. */
    private static Map<String, double[]> read(String text, int pieces) throws IOException {
        InputStream slow = new ByteArrayInputStream(text.getBytes(UTF_8)) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, pieces));
            }
        };
        LineChunks chunks = new LineChunks(slow);
        Chunk chunk = chunks.next(new byte[16]);
        FileHead head = FileHead.of(chunk, null);
        chunk = new Chunk(chunk.bytes(), head.start(), chunk.end());
        SeriesParser parser = new SeriesParser(head);
        Map<String, double[]> series = new LinkedHashMap<>();
        while (chunk != null) {
            parser.parse(
                    chunk,
                    (name, from, length, values) -> series.put(CsvText.text(name, from, length), values.clone()));
            chunk = chunks.next(new byte[16]);
        }
        return series;
    }

    private static double one(String number) throws IOException {
        return read("A," + number + "\n", 100).get("A")[0];
    }

    @Test
    void everyNumberIsTheNearestDouble() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            double number = Double.longBitsToDouble(random.nextLong());
            if (!Double.isFinite(number)) {
                continue;
            }
            String text = i % 2 == 0 ? Double.toString(number) : decimal(random);
            assertEquals(Double.parseDouble(text), one(text), text);
        }
    }

    private static String decimal(Random random) {
        String format = "%." + random.nextInt(12) + "f";
        return String.format(Locale.ROOT, format, (random.nextDouble() - 0.3) * Math.pow(10, random.nextInt(10)));
    }

    @Test
    void chunksOfAnySizeHoldTheSame() throws IOException {
        StringBuilder text = new StringBuilder("name,a,b\r\n");
        for (int i = 0; i < 500; i++) {
            text.append("\"two\nlines, \"\"")
                    .append(i)
                    .append("\"\"\",")
                    .append(i)
                    .append(",-0.5\r\n");
        }
        for (int pieces : new int[] {1, 7, 100_000}) {
            Map<String, double[]> series = read(text.toString(), pieces);
            assertEquals(500, series.size());
            assertEquals(499, series.get("two\nlines, \"499\"")[0]);
            assertEquals(-0.5, series.get("two\nlines, \"0\"")[1]);
        }
    }

    @Test
    void aWrongLineIsNumberedFromTheStartOfTheFile() {
        WrongLine wrong = assertThrows(WrongLine.class, () -> read("A,1\n\nB,2\nC,x\n", 100));
        assertEquals(
                "Line 104 (series 'C'), column 2: 'x' is not a number. Allowed are finite numbers like 12.5 or -1e-3, with a point.",
                SeriesFileError.of(wrong, 100).getMessage());
    }
}
