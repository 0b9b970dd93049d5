package toolkit;

import java.io.InputStream;
import java.util.List;

/** Files by bucket and key. S3Storage is the real one; tests have one in memory. Which files a run may read, ToolUse decides. */
public interface Storage {
    /** Throws UnreadableFileError for a file that isn't there or mayn't be read. */
    InputStream open(String bucket, String key);

    void put(String bucket, String key, byte[] data, String contentType);

    /** Begins a file that comes in parts; returns its id. */
    String begin(String bucket, String key, String contentType);

    /**
     * Stores a part; returns its tag.
     *
     * @param number from 1 on
     * @param length how many bytes of data belong to the part
     */
    String putPart(String bucket, String key, String id, int number, byte[] data, int length);

    /** Makes one file of the parts, whose tags are in order. */
    void finish(String bucket, String key, String id, List<String> tags);

    /** Gives up a file that comes in parts. Never throws: the bucket deletes what is left over after a day. */
    void abandon(String bucket, String key, String id);
}
