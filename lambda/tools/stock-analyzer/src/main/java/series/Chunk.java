package series;

/**
 * Whole lines of a file.
 *
 * @param bytes the array, which belongs to the owner of the chunk until it is given back
 * @param end the place after the last line, which ends with \n
 */
public record Chunk(byte[] bytes, int start, int end) {}
