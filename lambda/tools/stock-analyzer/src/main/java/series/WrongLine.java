package series;

/** The fault of a line whose number in the file isn't known yet. */
final class WrongLine extends RuntimeException {
    private final int line;

    /** @param line from 0 on, within its chunk */
    WrongLine(int line, String message) {
        super(message, null, false, false);
        this.line = line;
    }

    /** @param linesBefore lines of the file before the chunk */
    String at(long linesBefore) {
        return "Line " + (linesBefore + line + 1) + getMessage();
    }
}
