package analysis;

/**
 * A number of each row of a result.
 *
 * @param isIndex true if it is the index of a value in its series, from 0 on
 */
public record Column(String name, boolean isIndex) {
    static Column number(String name) {
        return new Column(name, false);
    }

    static Column index(String name) {
        return new Column(name, true);
    }
}
