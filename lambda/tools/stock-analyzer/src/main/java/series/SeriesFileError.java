package series;

import toolkit.ToolError;

/** A series file or a groups file has a wrong format. The message names the place, the text there and what is allowed. */
public final class SeriesFileError extends ToolError {
    public SeriesFileError(String message) {
        super(message);
    }

    public static SeriesFileError noSeries() {
        return new SeriesFileError(
                "The file has a header and no series. Allowed is a series a line after it: NAME,v1,v2,… "
                        + "If the first line is a series, say has_header false.");
    }

    /** Returns the error of a wrong line, with its number in the file. Throws any other exception. */
    public static SeriesFileError of(RuntimeException wrong, long linesBefore) {
        if (wrong instanceof WrongLine line) {
            return new SeriesFileError(line.at(linesBefore));
        }
        throw wrong;
    }
}
