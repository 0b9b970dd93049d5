package series;

import java.util.Set;

/** Reads a time of day. */
final class Clock {
    private static final Set<String> ZONES = Set.of(
            "z", "utc", "gmt", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "cet", "cest", "bst", "ist",
            "jst", "et");

    private Clock() {}

    /** Reads a time of day to the end: 09:30, 9:30 AM, 09:30:00.123456, with a zone. Returns microseconds; null if it is none. */
    static Long read(TimeParts parts) {
        if (!parts.isShort(0)
                || parts.number(0) > 24
                || !parts.is(1, ":")
                || !parts.isNumber(2, 2)
                || parts.number(2) > 59) {
            return null;
        }
        long hour = parts.number(0);
        long micros = (hour * 60 + parts.number(2)) * 60_000_000;
        parts.at += 3;
        if (parts.is(0, ":") && parts.isNumber(1, 2) && parts.number(1) <= 60) {
            micros += parts.number(1) * 1_000_000;
            parts.at += 2;
            if (parts.is(0, ".", ",") && parts.isNumber(1)) {
                micros += Long.parseLong((parts.part(1) + "000000").substring(0, 6));
                parts.at += 2;
            }
        }
        int half = parts.is(0, " ") ? 1 : 0;
        if (parts.is(half, "am", "pm")) {
            if (hour < 1 || hour > 12) {
                return null;
            }
            micros += ((parts.is(half, "pm") ? 12 : 0) - (hour == 12 ? 12 : 0)) * 3_600_000_000L;
            parts.at += half + 1;
        }
        if (parts.atEnd()) {
            return micros;
        }
        parts.skip(" ");
        if (ZONES.contains(parts.part(0))) {
            parts.at++;
            return parts.atEnd() ? micros : null;
        }
        Long offset = parts.is(0, "+", "-") ? offset(parts) : null;
        return offset == null || !parts.atEnd() ? null : Long.valueOf(micros - offset);
    }

    private static Long offset(TimeParts parts) {
        long sign = parts.is(0, "-") ? -1 : 1;
        if (parts.isNumber(1, 2) && parts.is(2, ":") && parts.isNumber(3, 2)) {
            return parts.taken(4, sign * (parts.number(1) * 60 + parts.number(3)) * 60_000_000);
        }
        if (parts.isNumber(1, 4)) {
            return parts.taken(2, sign * (parts.number(1) / 100 * 60 + parts.number(1) % 100) * 60_000_000);
        }
        return parts.isShort(1) ? parts.taken(2, sign * parts.number(1) * 3_600_000_000L) : null;
    }
}
