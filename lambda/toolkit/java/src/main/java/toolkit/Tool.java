package toolkit;

/**
 * A tool's name in tools.json and the function that runs it.
 *
 * @param input a record with a component for each field of the input_schema. A component in camelCase is a field in snake_case. A
 *     field that is left out is null, so the component of an optional field can't be a primitive.
 */
public record Tool<I>(String name, Class<I> input, Function<I> function) {
    /**
     * Returns text, a value that Jackson writes as plain JSON, or a {@link Result}. Throws {@link ToolError} for an error that the
     * model can repair.
     */
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
