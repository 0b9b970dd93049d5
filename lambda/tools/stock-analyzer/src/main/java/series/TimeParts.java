package series;

import java.util.ArrayList;
import java.util.List;

/** The parts of the text of a date or a time: runs of digits, of letters, of spaces, and other characters. */
final class TimeParts {
    private static final int DIGIT = 1;
    private static final int LETTER = 2;
    private static final int SPACE = 3;
    private static final int MOST_DIGITS = 9;

    /** A space stands for its run. */
    private final List<String> parts = new ArrayList<>();

    /** The place of the next part. Indexes below count from it. */
    int at = 0;

    /** @param text without capital letters */
    TimeParts(String text) {
        int from = 0;
        while (from < text.length()) {
            int kind = kind(text.charAt(from));
            int to = from + 1;
            while (kind > 0 && to < text.length() && kind(text.charAt(to)) == kind) {
                to++;
            }
            parts.add(kind == SPACE ? " " : text.substring(from, to));
            from = to;
        }
    }

    private static int kind(char c) {
        return c >= '0' && c <= '9' ? DIGIT : c >= 'a' && c <= 'z' ? LETTER : c == ' ' ? SPACE : 0;
    }

    boolean haveShortNumbers() {
        return parts.stream().noneMatch(part -> kind(part.charAt(0)) == DIGIT && part.length() > MOST_DIGITS);
    }

    /** Goes on by some parts. Returns what was read from them. */
    <T> T taken(int parts, T read) {
        at += parts;
        return read;
    }

    /** Goes on by a part if it is this one. */
    boolean skip(String part) {
        boolean is = part(0).equals(part);
        at += is ? 1 : 0;
        return is;
    }

    boolean atEnd() {
        return at >= parts.size();
    }

    String part(int index) {
        return at + index < parts.size() ? parts.get(at + index) : "";
    }

    boolean is(int index, String... marks) {
        String part = part(index);
        for (String mark : marks) {
            if (part.equals(mark)) {
                return true;
            }
        }
        return false;
    }

    private boolean isOf(int index, int kind) {
        return !part(index).isEmpty() && kind(part(index).charAt(0)) == kind;
    }

    boolean isWord(int index) {
        return isOf(index, LETTER);
    }

    boolean isNumber(int index) {
        return isOf(index, DIGIT);
    }

    boolean isNumber(int index, int digits) {
        return part(index).length() == digits && isNumber(index);
    }

    boolean isShort(int index) {
        return isNumber(index, 1) || isNumber(index, 2);
    }

    boolean isYear(int index) {
        return isNumber(index, 2) || isNumber(index, 4);
    }

    long number(int index) {
        return Long.parseLong(part(index));
    }

    /** Returns the year; 24 is 2024, and 99 is 1999. */
    long year(int index) {
        long year = number(index);
        return part(index).length() == 4 ? year : year < 69 ? 2000 + year : 1900 + year;
    }
}
