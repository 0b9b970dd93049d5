package series;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells what a cell is: a number, a missing value, a time or a word. rust-clustering has the same rules in cell.rs. */
final class Cell {
    enum Kind {
        NUMBER,
        /** A missing value, or one that isn't finite. */
        MISSING,
        TIME,
        WORD,
        /** Neither a number nor a word, as $185.64, 5% or (200). */
        SPOILED
    }

    /** What the first cell of a header says of the cells below it. */
    enum Above {
        NAMES,
        TIMES,
        NOTHING
    }

    /** Words that programs write for missing values. */
    private static final Set<String> MISSING = Set.of(
            "", "na", "n/a", "#n/a", "nan", "null", "nil", "none", "missing", "n.a.", "-", "--", "---", "–", "—", ".",
            "..", "...", "?", "#value!");

    private static final Set<String> INFINITE = Set.of("inf", "+inf", "-inf", "infinity", "+infinity", "-infinity");
    /** Words above names. All words have to be among them: "Stock A" may be a name itself. */
    private static final Set<String> NAMES = Set.of(
            "name", "names", "ticker", "tickers", "symbol", "symbols", "series", "id", "ids", "code", "stock", "stocks",
            "company", "country", "region", "group");
    /** Those that are hardly the name of a series. */
    private static final Set<String> SURE_NAMES =
            Set.of("name", "names", "ticker", "tickers", "symbol", "symbols", "id", "ids");
    /** Words above times. One of them is enough, as in observation_date. */
    private static final Set<String> TIMES = Set.of(
            "date",
            "dates",
            "datetime",
            "day",
            "days",
            "time",
            "times",
            "timestamp",
            "timestamps",
            "week",
            "month",
            "months",
            "quarter",
            "year",
            "years",
            "period",
            "hour",
            "minute",
            "second",
            "epoch",
            "unix",
            "ds",
            "datum",
            "zeit",
            "monat",
            "jahr",
            "fecha",
            "jour",
            "decade",
            "season");

    private Cell() {}

    static Kind kind(String text, byte mark) {
        if (isMissing(text) || isInfinite(text)) {
            return Kind.MISSING;
        }
        if (!Double.isNaN(number(text, mark))) {
            return Kind.NUMBER;
        }
        if (TimeText.read(text) != null) {
            return Kind.TIME;
        }
        return text.codePoints().anyMatch(Character::isAlphabetic) && !hasDecimals(text) ? Kind.WORD : Kind.SPOILED;
    }

    /** Returns the nearest double; NaN if the text is no number, infinity if it is too big. */
    static double number(String text, byte mark) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return DecimalText.parse(bytes, 0, bytes.length, mark);
    }

    /** Reads a number of digits alone; -1 if it is none. */
    static long digits(String text) {
        boolean isNumber =
                !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Long.parseLong(text) : -1;
    }

    static boolean isMissing(String text) {
        return MISSING.contains(lower(text));
    }

    static boolean isInfinite(String text) {
        return INFINITE.contains(lower(text));
    }

    static Above above(String corner) {
        // A capital letter after a small one begins a word: year and id of yearID.
        List<String> words = Arrays.stream(corner.split("[^A-Za-z]+|(?<=[a-z])(?=[A-Z])"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        if (words.isEmpty() || corner.chars().anyMatch(c -> c > 127 || (c >= '0' && c <= '9'))) {
            return Above.NOTHING;
        }
        if (NAMES.containsAll(words)) {
            return Above.NAMES;
        }
        return words.stream().anyMatch(TIMES::contains) ? Above.TIMES : Above.NOTHING;
    }

    static boolean isSurelyAboveNames(String corner) {
        return SURE_NAMES.contains(lower(corner));
    }

    /** Returns a text with small letters in place of the capital ones of ASCII. Other letters stay, as they do in Rust. */
    static String lower(String text) {
        return text.chars().allMatch(c -> c < 128) ? text.toLowerCase(Locale.ROOT) : text;
    }

    /** Returns true if a digit, a point or a comma, and a digit follow each other, as in 185.64 USD. */
    private static boolean hasDecimals(String text) {
        for (int i = 2; i < text.length(); i++) {
            char mark = text.charAt(i - 1);
            if ((mark == '.' || mark == ',') && isDigit(text.charAt(i - 2)) && isDigit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
