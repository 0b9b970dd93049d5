package toolkit;

/** A file that the model names isn't there, or isn't one that this run may read. */
public final class UnreadableFileError extends ToolError {
    public UnreadableFileError(String message, Throwable cause) {
        super(message, cause);
    }
}
