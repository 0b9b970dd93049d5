package toolkit;

/**
 * A tool's answer with a preview of its own, for the case that it is too big to go inline.
 *
 * @param value text, or a value that Jackson writes as plain JSON
 * @param preview a short form of the value. The model sees it if the value is over 16 KiB. A preview over 4 KiB is ignored
 */
public record Result(Object value, Object preview) {
    /** A state of Step Functions holds 256 KiB, with all results of a turn in it. 8 results of this size leave half of it free. */
    static final int MOST_INLINE_BYTES = 16 * 1024;

    /** Returns true if a value is small enough to go inline. A tool that stores a big result in another form asks this. */
    public static boolean fitsInline(Object value) {
        return Json.bytes(Json.write(value)) <= MOST_INLINE_BYTES;
    }
}
