package report;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import series.NameIndex;
import series.SeriesFileError;

/** The group of each series, read from a CSV with the header `name,group`. Groups have numbers, in the order of the file. */
public final class Groups {
    private static final char MARK = 0xfeff;
    private static final List<String> HEADER = List.of("name", "group");

    private final NameIndex names = new NameIndex();
    private int[] groupOf = new int[256];
    private final List<String> groups = new ArrayList<>();

    private Groups() {}

    public static Groups read(InputStream file) {
        Groups read = new Groups();
        Map<String, Integer> numbers = new HashMap<>();
        try (CsvReader<CsvRecord> records = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text(file))) {
            boolean isHeader = true;
            for (CsvRecord record : records) {
                if (isHeader && !record.getFields().equals(HEADER)) {
                    throw new SeriesFileError("The groups file begins with " + shown(record)
                            + ". It has to begin with name,group: a line for each series follows.");
                }
                if (!isHeader) {
                    read.add(record, numbers);
                }
                isHeader = false;
            }
        } catch (CsvParseException | UncheckedIOException wrong) {
            if (wrong.getCause() instanceof CharacterCodingException) {
                throw new SeriesFileError("The groups file isn't UTF-8 text. Write it as UTF-8.");
            }
            throw new SeriesFileError("The groups file can't be read as CSV: " + wrong.getMessage()
                    + ". It has to begin with name,group: a line for each series follows.");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        if (read.names.size() == 0) {
            throw new SeriesFileError(
                    "The groups file has no series. It has to begin with name,group: a line for each series follows.");
        }
        return read;
    }

    /** Returns the text after a byte order mark. Reading fails where the file isn't UTF-8. */
    private static Reader text(InputStream file) {
        try {
            BufferedReader text = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8.newDecoder()));
            text.mark(1);
            if (text.read() != MARK) {
                text.reset();
            }
            return text;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void add(CsvRecord record, Map<String, Integer> numbers) {
        if (record.getFieldCount() != 2
                || record.getField(0).isBlank()
                || record.getField(1).isEmpty()) {
            throw new SeriesFileError("Line " + record.getStartingLineNumber() + " of the groups file is "
                    + shown(record) + ". Allowed is a name and a group: AAPL,1.");
        }
        byte[] name = NameIndex.bytes(record.getField(0));
        int number = names.add(name, 0, name.length);
        if (number < 0) {
            throw new SeriesFileError("Line " + record.getStartingLineNumber() + " of the groups file has the series '"
                    + record.getField(0) + "' again. A series is in one group.");
        }
        if (number == groupOf.length) {
            groupOf = Arrays.copyOf(groupOf, number * 2);
        }
        groupOf[number] = numbers.computeIfAbsent(record.getField(1), group -> {
            groups.add(group);
            return groups.size() - 1;
        });
    }

    private static String shown(CsvRecord record) {
        return ShortName.of(String.join(",", record.getFields()));
    }

    public int count() {
        return groups.size();
    }

    public String name(int group) {
        return groups.get(group);
    }

    /** Returns the number of series in the file. */
    public int series() {
        return names.size();
    }

    /** Returns the group of a series; -1 if it has none. Several threads may call it at a time. */
    public int of(byte[] name, int from, int length) {
        int number = names.findWritten(name, from, length);
        return number < 0 ? -1 : groupOf[number];
    }

    public int of(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return of(bytes, 0, bytes.length);
    }
}
