package series;

import java.util.Locale;

/** Which way the series of a file lie. */
public enum Orientation {
    /** Each line is a series. */
    ROWS,
    /** Each column is a series, and each line is a time. */
    COLUMNS;

    /** @param said as the model says it: rows, columns, auto or null. Returns null if the file decides */
    public static Orientation of(String said) {
        return said == null || said.equals("auto") ? null : valueOf(said.toUpperCase(Locale.ROOT));
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
