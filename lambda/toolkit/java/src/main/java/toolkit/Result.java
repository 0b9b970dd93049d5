package toolkit;

/**
 * What a tool returns if a result that is too big needs a better preview than its beginning.
 *
 * @param value text, or what Jackson writes as plain JSON
 * @param preview the same in short. Only seen if the value is over 16 KiB, and left out if it is over 4 KiB itself
 */
public record Result(Object value, Object preview) {
    /** A state of Step Functions holds 256 KiB, and so one turn's results together: 8 of this size leave half of it free. */
    static final int MOST_INLINE_BYTES = 16 * 1024;

    /** Whether a value is small enough to be shown as it is, for a tool that stores a big result in another form. */
    public static boolean fitsInline(Object value) {
        return Json.bytes(Json.write(value)) <= MOST_INLINE_BYTES;
    }
}
