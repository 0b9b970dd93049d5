package series;

import toolkit.ToolError;

/** A series file or a groups file is not what it has to be. The message says where, what stands there and what is allowed. */
public final class SeriesFileError extends ToolError {
    public SeriesFileError(String message) {
        super(message);
    }

    public static SeriesFileError noSeries() {
        return new SeriesFileError(
                "The file has a header and no series. Allowed is a series a line after it: NAME,v1,v2,… "
                        + "If the first line is a series, say has_header false.");
    }

    /** What was wrong in a chunk, with the number of its line. Anything but a wrong line is thrown on. */
    public static SeriesFileError of(RuntimeException wrong, long linesBefore) {
        if (wrong instanceof WrongLine line) {
            return new SeriesFileError(line.at(linesBefore));
        }
        throw wrong;
    }
}
