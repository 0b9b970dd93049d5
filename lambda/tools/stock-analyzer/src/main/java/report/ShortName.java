package report;

/** A name in a result. A long name is cut. */
final class ShortName {
    private static final int MOST_CHARACTERS = 80;

    private ShortName() {}

    static String of(String name) {
        return name.codePointCount(0, name.length()) <= MOST_CHARACTERS
                ? name
                : name.substring(0, name.offsetByCodePoints(0, MOST_CHARACTERS)) + "…";
    }
}
