package toolkit;

/** A tool needs a secret that this function doesn't have. The model can't repair this, but it can tell a person. */
public final class NoSecretError extends ToolError {
    public NoSecretError(String message) {
        super(message);
    }
}
