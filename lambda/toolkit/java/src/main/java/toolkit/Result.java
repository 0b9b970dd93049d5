package toolkit;

/**
 * What a tool returns if a result that is too big needs a better preview than its beginning.
 *
 * @param value text, or what Jackson writes as plain JSON
 * @param preview the same in short. Only seen if the value is over 16 KiB, and left out if it is over 4 KiB itself
 */
public record Result(Object value, Object preview) {
    /** Whether a value is small enough to be shown as it is, for a tool that stores a big result in another form. */
    public static boolean fitsInline(Object value) {
        return Json.bytes(Json.write(value)) <= Content.MOST_INLINE_BYTES;
    }
}
