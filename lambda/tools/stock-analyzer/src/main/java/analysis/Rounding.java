package analysis;

/** The size of rounding errors. Numbers that differ by no more are equal, and a quotient of two such differences means nothing. */
final class Rounding {
    /** The error of a ratio of two values of a file, as a part of it: each of them and the quotient are rounded to a double. */
    static final double OF_A_RATIO = 4 * Math.ulp(1.0);

    private Rounding() {}

    /** Returns true if the numbers, which are ratios of values, differ by rounding errors alone. */
    static boolean areEqual(double least, double most) {
        return most - least <= OF_A_RATIO * Math.max(Math.abs(least), Math.abs(most));
    }
}
