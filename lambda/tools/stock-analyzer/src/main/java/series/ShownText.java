package series;

/** Shows a part of a file in an error: in quotation marks, and cut if it is long. */
final class ShownText {
    private static final int MOST_SHOWN = 40;

    private ShownText() {}

    static String of(String text) {
        return "\"" + cut(text, MOST_SHOWN) + "\"";
    }

    static String cut(String text, int most) {
        StringBuilder start = new StringBuilder();
        int[] letters = text.codePoints().limit(most + 1L).toArray();
        for (int i = 0; i < Math.min(letters.length, most); i++) {
            start.appendCodePoint(letters[i] < 32 || letters[i] == 127 ? ' ' : letters[i]);
        }
        return letters.length > most ? start + "…" : start.toString();
    }
}
