package toolkit;

/** A tool wants to store a file, but its tool use names no bucket (as when a person tries it by hand). */
public final class NowhereToStoreError extends ToolError {
    public NowhereToStoreError() {
        super("This tool use came without a run, so there is no bucket to store a file in.");
    }
}
