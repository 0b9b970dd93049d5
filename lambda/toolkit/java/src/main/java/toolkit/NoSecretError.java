package toolkit;

/** A tool needs a secret that this function wasn't given. The model can't put that right, but it can say so. */
public final class NoSecretError extends ToolError {
    public NoSecretError(String message) {
        super(message);
    }
}
