package series;

/**
 * Whole lines of a file.
 *
 * @param bytes belongs to whoever has the chunk, until the array is given back
 * @param end after the last line, which ends with \n
 */
public record Chunk(byte[] bytes, int start, int end) {}
