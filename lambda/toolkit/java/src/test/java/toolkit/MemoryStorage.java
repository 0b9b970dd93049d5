package toolkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps files in memory, and records the calls. */
final class MemoryStorage implements Storage {
    final Map<String, byte[]> files = new HashMap<>();
    final Map<String, String> contentTypes = new HashMap<>();
    final List<byte[]> parts = new ArrayList<>();
    final List<String> abandoned = new ArrayList<>();
    boolean refusesParts = false;

    @Override
    public InputStream open(String bucket, String key) {
        byte[] file = files.get(bucket + "/" + key);
        if (file == null) {
            throw new UnreadableFileError("There is no file '" + key + "' in bucket '" + bucket + "'.", null);
        }
        return new ByteArrayInputStream(file);
    }

    @Override
    public void put(String bucket, String key, byte[] data, String contentType) {
        files.put(bucket + "/" + key, data);
        contentTypes.put(bucket + "/" + key, contentType);
    }

    @Override
    public String begin(String bucket, String key, String contentType) {
        contentTypes.put(bucket + "/" + key, contentType);
        return "upload-1";
    }

    @Override
    public synchronized String putPart(String bucket, String key, String id, int number, byte[] data, int length) {
        if (refusesParts) {
            throw new IllegalStateException("no more parts");
        }
        parts.add(Arrays.copyOf(data, length));
        return "tag-" + number;
    }

    @Override
    public void finish(String bucket, String key, String id, List<String> tags) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int i = 0; i < tags.size(); i++) {
            if (!tags.get(i).equals("tag-" + (i + 1))) {
                throw new IllegalStateException("tags in a wrong order: " + tags);
            }
            whole.writeBytes(parts.get(i));
        }
        files.put(bucket + "/" + key, whole.toByteArray());
    }

    @Override
    public void abandon(String bucket, String key, String id) {
        abandoned.add(key);
    }
}
