package toolkit;

/** A tool wants to store a file, but its tool use names no bucket. Such a tool use comes from a person who tries the tool. */
public final class NowhereToStoreError extends ToolError {
    public NowhereToStoreError() {
        super("This tool use came without a run, so there is no bucket to store a file in.");
    }
}
