package toolkit;

import java.io.InputStream;
import java.util.List;

/** Stores and reads files by bucket and key: in S3, or in memory for tests. ToolUse decides which files a run may read. */
public interface Storage {
    /** Opens a file. Throws UnreadableFileError if it doesn't exist or the function may not read it. */
    InputStream open(String bucket, String key);

    void put(String bucket, String key, byte[] data, String contentType);

    /** Begins a file that comes in parts. Returns its id. */
    String begin(String bucket, String key, String contentType);

    /**
     * Stores a part. Returns its tag.
     *
     * @param number from 1 on
     * @param length the number of bytes of data that belong to the part
     */
    String putPart(String bucket, String key, String id, int number, byte[] data, int length);

    /** Makes one file of the parts. The tags are in order. */
    void finish(String bucket, String key, String id, List<String> tags);

    /** Gives up a file that comes in parts. It never throws, because the bucket deletes unfinished files after a day. */
    void abandon(String bucket, String key, String id);
}
