package toolkit;

/** An error that the model can repair. It becomes a tool result with is_error. */
public class ToolError extends RuntimeException {
    private final transient Object content;

    /** @param content text, a value that Jackson writes as plain JSON, or a {@link Result}, which the model reads */
    public ToolError(Object content) {
        this(content, null);
    }

    public ToolError(Object content, Throwable cause) {
        super(String.valueOf(content), cause);
        this.content = content;
    }

    public Object content() {
        return content;
    }
}
