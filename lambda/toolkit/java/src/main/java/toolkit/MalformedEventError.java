package toolkit;

/** The event breaks the tool contract. It fails the function, because the sender is at fault and not the model. */
public final class MalformedEventError extends RuntimeException {
    public MalformedEventError(String message) {
        super(message);
    }
}
