package toolkit;

/** tools.json and the functions don't fit together. It is thrown when the function starts. */
public final class DeclarationError extends RuntimeException {
    public DeclarationError(String message) {
        super(message);
    }

    public DeclarationError(String message, Throwable cause) {
        super(message, cause);
    }
}
