package toolkit;

/** tools.json and the functions don't fit together. Thrown when the function starts. */
public final class DeclarationError extends RuntimeException {
    public DeclarationError(String message) {
        super(message);
    }

    public DeclarationError(String message, Throwable cause) {
        super(message, cause);
    }
}
