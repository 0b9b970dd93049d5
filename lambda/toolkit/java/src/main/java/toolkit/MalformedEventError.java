package toolkit;

/** The event breaks the tool contract. Whoever sent it is at fault and not the model, so it is thrown. */
public final class MalformedEventError extends RuntimeException {
    public MalformedEventError(String message) {
        super(message);
    }
}
