package toolkit;

/**
 * A tool's name in tools.json and the function that does it.
 *
 * @param input a record with a component for each field of the input_schema, in camelCase for a field in snake_case. A field that
 *     may be left out is null then, so its component is no primitive.
 */
public record Tool<I>(String name, Class<I> input, Function<I> function) {
    /** Returns text, or what Jackson writes as plain JSON, or a {@link Result}. Throws {@link ToolError} for what the model can repair. */
    @FunctionalInterface
    public interface Function<I> {
        Object run(I input, ToolUse use) throws Exception;
    }

    public static <I> Tool<I> tool(String name, Class<I> input, Function<I> function) {
        return new Tool<>(name, input, function);
    }

    Object run(Object input, ToolUse use) throws Exception {
        return function.run(this.input.cast(input), use);
    }
}
