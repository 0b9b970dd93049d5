package toolkit;

/** A file that the model names doesn't exist, or this run may not read it. */
public final class UnreadableFileError extends ToolError {
    public UnreadableFileError(String message, Throwable cause) {
        super(message, cause);
    }
}
