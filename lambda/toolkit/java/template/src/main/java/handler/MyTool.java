package handler;

import java.util.regex.Pattern;
import toolkit.ToolUse;

/** The tool my_tool: counts the words and the characters of a text. */
final class MyTool {
    private static final Pattern WORD = Pattern.compile("\\S+", Pattern.UNICODE_CHARACTER_CLASS);

    /** The fields of its input_schema. A field that is left out is null. */
    record Input(String text) {}

    record Counts(long words, long characters) {}

    private MyTool() {}

    static Counts count(Input input, ToolUse use) {
        String text = input.text();
        return new Counts(WORD.matcher(text).results().count(), text.codePointCount(0, text.length()));
    }
}
