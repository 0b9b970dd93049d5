package series;

import toolkit.ToolError;

/** A series file or a groups file has a wrong format. The message names the place, the text there and what is allowed. */
public final class SeriesFileError extends ToolError {
    static final String FORM =
            "A series file has a line for each series, NAME,v1,v2,…, or, below a header, a line for each time: Date,A,B.";

    public SeriesFileError(String message) {
        super(message);
    }

    /** @param number from 1 on */
    public static SeriesFileError twice(String name, int first, int number) {
        return new SeriesFileError("The series " + ShownText.of(name) + " is there twice: as number " + first
                + " and as number " + number + " of the file's series. Each needs a name of its own.");
    }

    static SeriesFileError tooLong() {
        return new SeriesFileError("A line of the file is longer than " + LineChunks.MOST_LINE_BYTES / 1024 / 1024
                + " MiB, or a quotation mark is opened and never closed. A line is one series, or one time.");
    }

    /** Returns the error of a wrong line, with its number in the file. Throws any other exception. */
    public static SeriesFileError of(RuntimeException wrong, long linesBefore) {
        if (wrong instanceof WrongLine line) {
            return new SeriesFileError(line.at(linesBefore));
        }
        throw wrong;
    }
}
