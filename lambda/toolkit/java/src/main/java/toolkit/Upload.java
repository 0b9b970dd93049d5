package toolkit;

import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A file of any size for S3, which is sent while it is written. It takes 16 MiB of memory: a part that is sent and one that is
 * filled.
 *
 * <p>{@link #finish} stores the file. Closing without it stores nothing. A file below 8 MiB is stored by one request.
 */
public final class Upload extends OutputStream {
    /** S3 takes at most 10,000 parts, so a file may have 78 GiB. https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
    static final int PART_BYTES = 8 * 1024 * 1024;

    private static final int FIRST_BYTES = 64 * 1024;

    private final Storage storage;
    private final String bucket;
    private final String key;
    private final String contentType;
    private final List<String> tags = new ArrayList<>();
    private byte[] filling = new byte[FIRST_BYTES];
    private byte[] spare = null;
    private int filled = 0;
    private long written = 0;
    private String id = null;
    private ExecutorService sender = null;
    private Future<String> sending = null;

    Upload(Storage storage, String bucket, String key, String contentType) {
        this.storage = storage;
        this.bucket = bucket;
        this.key = key;
        this.contentType = contentType;
    }

    @Override
    public void write(int one) throws InterruptedIOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] data, int offset, int length) throws InterruptedIOException {
        int done = 0;
        while (done < length) {
            if (filled == filling.length) {
                makeRoom();
            }
            int fits = Math.min(length - done, filling.length - filled);
            System.arraycopy(data, offset + done, filling, filled, fits);
            filled += fits;
            done += fits;
        }
        written += length;
    }

    /** Stores the file. */
    public StoredFile finish() throws InterruptedIOException {
        if (id == null) {
            storage.put(bucket, key, java.util.Arrays.copyOf(filling, filled), contentType);
        } else {
            if (filled > 0) {
                send();
            }
            await();
            storage.finish(bucket, key, id, tags);
            id = null;
        }
        close();
        return new StoredFile(bucket, key, written);
    }

    /** Gives up a file that isn't finished. */
    @Override
    public void close() {
        if (sender != null) {
            sender.shutdownNow();
            sender = null;
        }
        if (id != null) {
            storage.abandon(bucket, key, id);
            id = null;
        }
    }

    private void makeRoom() throws InterruptedIOException {
        if (filling.length < PART_BYTES) {
            filling = java.util.Arrays.copyOf(filling, Math.min(filling.length * 4, PART_BYTES));
            return;
        }
        send();
    }

    private void send() throws InterruptedIOException {
        if (id == null) {
            id = storage.begin(bucket, key, contentType);
            sender = Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "upload");
                thread.setDaemon(true);
                return thread;
            });
        }
        await();
        byte[] part = filling;
        int length = filled;
        int number = tags.size() + 1;
        sending = sender.submit(() -> storage.putPart(bucket, key, id, number, part, length));
        filling = spare == null ? new byte[PART_BYTES] : spare;
        spare = part;
        filled = 0;
    }

    private void await() throws InterruptedIOException {
        if (sending == null) {
            return;
        }
        try {
            tags.add(sending.get());
            sending = null;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the upload was stopped");
        }
    }
}
