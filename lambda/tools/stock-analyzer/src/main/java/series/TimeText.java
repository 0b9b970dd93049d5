package series;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads a date or a time in any usual form. rust-clustering has the same rules in times.rs. */
final class TimeText {
    /**
     * A time in microseconds. A date like 01/02/2024 has two readings. One of them is null where there is no such month.
     *
     * @param ordered false for a month, a quarter or a weekday without a year
     */
    record Time(Long monthFirst, Long dayFirst, boolean ordered) {
        static Time at(long micros) {
            return new Time(micros, micros, true);
        }

        private Time later(long micros) {
            return new Time(
                    monthFirst == null ? null : Long.valueOf(monthFirst + micros),
                    dayFirst == null ? null : Long.valueOf(dayFirst + micros),
                    true);
        }
    }

    private static final Time UNORDERED = new Time(null, null, false);
    private static final List<String> MONTHS = List.of(
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december");
    private static final List<String> WEEKDAYS =
            List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
    private static final Set<String> ORDINALS = Set.of("st", "nd", "rd", "th");
    private static final int LONGEST = 48;
    private static final long DAY = 86_400_000_000L;

    private final TimeParts parts;

    private TimeText(TimeParts parts) {
        this.parts = parts;
    }

    /** Returns null if the text is no time. */
    static Time read(String text) {
        if (text.isEmpty() || text.length() > LONGEST || text.chars().anyMatch(c -> c > 127)) {
            return null;
        }
        TimeParts parts = new TimeParts(text.toLowerCase(Locale.ROOT));
        if (!parts.haveShortNumbers()) {
            return null;
        }
        try {
            return new TimeText(parts).time();
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }

    private Time time() {
        if (isName(WEEKDAYS, parts.part(0))) {
            parts.at++;
            parts.skip(",");
            parts.skip(" ");
            if (parts.atEnd()) {
                return UNORDERED;
            }
        }
        int start = parts.at;
        Long micros = Clock.read(parts);
        if (micros != null) {
            return Time.at(micros);
        }
        parts.at = start;
        Time date = date();
        if (date == null || parts.atEnd()) {
            return date;
        }
        if (!parts.skip("t") && !parts.skip(" ") && !(parts.skip(",") && parts.skip(" "))) {
            return null;
        }
        micros = Clock.read(parts);
        return micros == null || !date.ordered ? null : date.later(micros);
    }

    /** Reads the date, and goes to the part after it. */
    private Time date() {
        if (parts.isNumber(0, 4)) {
            return yearFirst((int) parts.number(0));
        }
        if (parts.part(0).equals("q") && parts.isNumber(1, 1)) {
            if (parts.is(2, "-", " ", "/") && (parts.isNumber(3, 4) || parts.isNumber(3, 2))) {
                return parts.taken(4, ofQuarter(parts.year(3), parts.number(1)));
            }
            return parts.number(1) >= 1 && parts.number(1) <= 4 ? parts.taken(2, UNORDERED) : null;
        }
        if (parts.isNumber(0, 1) && parts.part(1).equals("q") && (parts.isNumber(2, 4) || parts.isNumber(2, 2))) {
            return parts.taken(3, ofQuarter(parts.year(2), parts.number(0)));
        }
        if (parts.isShort(0)
                && parts.is(1, "-", "/", ".")
                && parts.isShort(2)
                && parts.part(3).equals(parts.part(1))
                && parts.isYear(4)) {
            Long dayFirst = micros(parts.year(4), parts.number(2), parts.number(0));
            Long monthFirst =
                    parts.part(1).equals(".") ? dayFirst : micros(parts.year(4), parts.number(0), parts.number(2));
            return dayFirst == null && monthFirst == null ? null : parts.taken(5, new Time(monthFirst, dayFirst, true));
        }
        if (parts.isShort(0) && parts.is(1, "-", "/") && parts.isNumber(2, 4)) {
            return parts.taken(3, day(parts.number(2), parts.number(0), 1));
        }
        if (parts.isShort(0)) {
            long day = parts.number(0);
            parts.at++;
            return dayBeforeMonth(day);
        }
        int month = month(parts.part(0));
        if (month == 0) {
            return null;
        }
        parts.at++;
        return afterMonth(month);
    }

    /** Reads 2024-01-02, 2024-W05, 2024Q1, 2024M01, 2024-Jan-02, 2024-01. */
    private Time yearFirst(int year) {
        boolean sameMarks = parts.part(1).equals(parts.part(3));
        if (parts.is(1, "-", "/", ".") && parts.isShort(2) && sameMarks && parts.isShort(4)) {
            return parts.taken(5, day(year, parts.number(2), parts.number(4)));
        }
        int week = parts.is(1, "-") ? 2 : 1;
        if (parts.part(week).equals("w") && parts.isNumber(week + 1, 2)) {
            boolean hasDay = week == 2
                    && parts.is(4, "-")
                    && parts.isNumber(5, 1)
                    && parts.number(5) >= 1
                    && parts.number(5) <= 7;
            return parts.taken(
                    hasDay ? 6 : week + 2, ofWeek(year, parts.number(week + 1), hasDay ? parts.number(5) : 1));
        }
        int quarter = parts.is(1, "-", " ") ? 2 : 1;
        if (parts.part(quarter).equals("q") && parts.isNumber(quarter + 1, 1)) {
            return parts.taken(quarter + 2, ofQuarter(year, parts.number(quarter + 1)));
        }
        if (parts.part(1).equals("m") && parts.isNumber(2, 2)) {
            return parts.taken(3, day(year, parts.number(2), 1));
        }
        int month = month(parts.part(2));
        if (parts.is(1, " ", "-", "/", ".") && month > 0) {
            boolean hasDay = sameMarks && parts.isShort(4);
            return parts.taken(hasDay ? 5 : 3, day(year, month, hasDay ? parts.number(4) : 1));
        }
        if (parts.is(1, " ", "-", "/", ".") && parts.isWord(2)) {
            return null;
        }
        return parts.is(1, "-", "/") && parts.isShort(2) ? parts.taken(3, day(year, parts.number(2), 1)) : null;
    }

    /** Reads 2 Jan 2024, 2-Jan-24, 02Jan2024, 2nd January, 2024. The day is read already. */
    private Time dayBeforeMonth(long day) {
        if (ORDINALS.contains(parts.part(0))) {
            parts.at++;
        }
        between();
        int month = month(parts.part(0));
        if (month == 0) {
            return null;
        }
        parts.at++;
        parts.skip(",");
        between();
        return parts.isYear(0) ? parts.taken(1, day(parts.year(0), month, day)) : null;
    }

    /** Reads Jan 2, 2024, January 2024, Jan-24, Jan 2 and Jan. The month is read already. */
    private Time afterMonth(int month) {
        parts.skip(".");
        if (parts.is(0, "-", "'") && parts.isNumber(1, 2)) {
            return parts.taken(2, day(parts.year(1), month, 1));
        }
        if (parts.atEnd()) {
            return UNORDERED;
        }
        between();
        if (parts.isNumber(0, 4)) {
            return parts.taken(1, day(parts.number(0), month, 1));
        }
        if (!parts.isShort(0)) {
            return null;
        }
        long day = parts.number(0);
        parts.at++;
        if (ORDINALS.contains(parts.part(0))) {
            parts.at++;
        }
        if (parts.atEnd()) {
            return day >= 1 && day <= 31 ? UNORDERED : null;
        }
        parts.skip(",");
        between();
        return parts.isNumber(0, 4) ? parts.taken(1, day(parts.number(0), month, day)) : null;
    }

    /** Skips what may stand between the parts of a date with a month's name. */
    private void between() {
        if (parts.is(0, ".") && parts.is(1, " ")) {
            parts.at += 2;
        } else if (parts.is(0, " ", "-", "/", ".")) {
            parts.at++;
        }
    }

    private static int month(String name) {
        for (int i = 0; i < MONTHS.size(); i++) {
            if (isName(MONTHS.subList(i, i + 1), name.equals("sept") ? "sep" : name)) {
                return i + 1;
            }
        }
        return 0;
    }

    /** Returns true if the text is one of the words, or the first three letters of one. */
    private static boolean isName(List<String> words, String text) {
        return words.stream().anyMatch(word -> text.equals(word) || text.equals(word.substring(0, 3)));
    }

    private static Time ofQuarter(long year, long quarter) {
        return quarter < 1 || quarter > 4 ? null : day(year, quarter * 3 - 2, 1);
    }

    private static Time ofWeek(long year, long week, long day) {
        if (week < 1 || week > 53) {
            return null;
        }
        LocalDate first = LocalDate.of((int) year, 1, 4).with(DayOfWeek.MONDAY);
        return Time.at((first.toEpochDay() + (week - 1) * 7 + day - 1) * DAY);
    }

    private static Time day(long year, long month, long day) {
        return Time.at(LocalDate.of((int) year, (int) month, (int) day).toEpochDay() * DAY);
    }

    /** Returns the microseconds from 1970-01-01 to a day; null if there is no such day. */
    static Long micros(long year, long month, long day) {
        boolean isDay = month >= 1
                && month <= 12
                && day >= 1
                && day <= YearMonth.of((int) year, (int) month).lengthOfMonth();
        return isDay
                ? Long.valueOf(LocalDate.of((int) year, (int) month, (int) day).toEpochDay() * DAY)
                : null;
    }
}
