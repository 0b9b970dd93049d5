package series;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests of reading series from bytes, in parts. tests/conformance plays the files of tests/events/series. */
class SeriesParserTest {
    private static SeriesReader open(String text, int pieces) throws IOException {
        InputStream slow = new ByteArrayInputStream(text.getBytes(UTF_8)) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, pieces));
            }
        };
        return SeriesReader.open(slow, null, null);
    }

    /** Returns the series of a text, which is read in pieces of a few bytes. */
    private static Map<String, double[]> read(String text, int pieces) throws IOException {
        SeriesReader reader = open(text, pieces);
        Map<String, double[]> series = new LinkedHashMap<>();
        SeriesReader.Part part = reader.next(new byte[16]);
        while (part != null) {
            part.visit((name, from, length, values) -> series.put(CsvText.text(name, from, length), values.clone()));
            part = reader.next(new byte[16]);
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
            if (!(Math.abs(number) <= 1e100)) {
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
    void partsOfAnySizeHoldTheSame() throws IOException {
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
                "Line 104 (series \"C\"), column 2: \"x\" isn't a number. Allowed are numbers like 12, -0.5 and 1.2e3, with a "
                        + "point and without marks for thousands.",
                SeriesFileError.of(wrong, 100).getMessage());
    }

    @Test
    void columnsOfManyTimesAreTurnedIntoSeriesFromTheOldestTimeOn() throws IOException {
        StringBuilder text = new StringBuilder("time,A,B,C\n");
        for (int i = 50_000; i > 0; i--) {
            text.append(i).append(',').append(i).append(",").append(-i).append(",0.5\n");
        }
        SeriesReader reader = open(text.toString(), 100_000);
        assertEquals(50_000, reader.head().points());
        assertEquals(List.of("1", "2"), reader.head().labels().subList(0, 2));
        Map<String, double[]> series = read(text.toString(), 100_000);
        assertEquals(List.of("A", "B", "C"), List.copyOf(series.keySet()));
        double[] expected = new double[50_000];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = i + 1;
        }
        assertArrayEquals(expected, series.get("A"));
        assertEquals(-50_000, series.get("B")[49_999]);
    }

    @Test
    void moreTimesThanMemoryHasRoomForAreRefused() {
        InputStream endless = new InputStream() {
            private byte[] line = "time,A,B\n".getBytes(UTF_8);
            private int at = 0;
            private int number = 0;

            @Override
            public int read() {
                if (at == line.length) {
                    line = (++number + ",1,2\n").getBytes(UTF_8);
                    at = 0;
                }
                return line[at++];
            }
        };
        SeriesFileError error =
                assertThrows(SeriesFileError.class, () -> SeriesReader.open(endless, null, Orientation.COLUMNS));
        assertEquals(
                "The file has a line for each time, and more than 1000000 lines of 2 series. Allowed are 1000000 lines, 50000 "
                        + "series, and 10000000 values in all: take fewer, or write a line for each series.",
                error.getMessage());
    }
}
