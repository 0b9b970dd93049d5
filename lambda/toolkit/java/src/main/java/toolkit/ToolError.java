package toolkit;

/** The model can repair this: it becomes a tool result with is_error. */
public class ToolError extends RuntimeException {
    private final transient Object content;

    /** @param content what the model reads: text, or what Jackson writes as plain JSON, or a {@link Result} */
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
