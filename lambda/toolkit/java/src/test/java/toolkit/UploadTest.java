package toolkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UploadTest {
    private final MemoryStorage storage = new MemoryStorage();

    private Upload upload() {
        return new Upload(storage, "bucket", "runs/1/a.csv", "text/csv");
    }

    private static byte[] random(int length) {
        byte[] data = new byte[length];
        new Random(1).nextBytes(data);
        return data;
    }

    @Test
    void aSmallFileIsStoredByOneRequest() throws IOException {
        byte[] data = random(300_000);
        try (Upload upload = upload()) {
            upload.write(data, 0, 200_000);
            upload.write(data, 200_000, 100_000);
            assertEquals(new StoredFile("bucket", "runs/1/a.csv", 300_000), upload.finish());
        }
        assertArrayEquals(data, storage.files.get("bucket/runs/1/a.csv"));
        assertEquals("text/csv", storage.contentTypes.get("bucket/runs/1/a.csv"));
        assertEquals(List.of(), storage.parts);
    }

    @Test
    void aBigFileIsStoredInPartsInItsOrder() throws IOException {
        byte[] data = random(2 * Upload.PART_BYTES + 12_345);
        try (Upload upload = upload()) {
            int at = 0;
            for (int length = 1; at < data.length; length = length * 3 % 1_000_003) {
                int now = Math.min(length, data.length - at);
                upload.write(data, at, now);
                at += now;
            }
            assertEquals(data.length, upload.finish().bytes());
        }
        assertArrayEquals(data, storage.files.get("bucket/runs/1/a.csv"));
        assertEquals(
                List.of(Upload.PART_BYTES, Upload.PART_BYTES, 12_345),
                storage.parts.stream().map(part -> part.length).toList());
        assertEquals(List.of(), storage.abandoned);
    }

    @Test
    void anEmptyFileIsAFile() throws IOException {
        try (Upload upload = upload()) {
            upload.finish();
        }
        assertArrayEquals(new byte[0], storage.files.get("bucket/runs/1/a.csv"));
    }

    @Test
    void whatIsNotFinishedIsGivenUp() throws IOException {
        try (Upload upload = upload()) {
            upload.write(random(100));
        }
        assertEquals(List.of(), storage.abandoned);
        try (Upload upload = upload()) {
            upload.write(random(Upload.PART_BYTES + 1));
        }
        assertEquals(List.of("runs/1/a.csv"), storage.abandoned);
        assertEquals(Map.of(), storage.files);
    }

    @Test
    void aPartThatFailsFailsTheUpload() throws IOException {
        storage.refusesParts = true;
        byte[] data = random(Upload.PART_BYTES);
        try (Upload upload = upload()) {
            IllegalStateException failed = assertThrows(IllegalStateException.class, () -> {
                for (int i = 0; i < 4; i++) {
                    upload.write(data);
                }
            });
            assertEquals("no more parts", failed.getMessage());
        }
        assertEquals(1, storage.abandoned.size());
        assertEquals(0, Arrays.stream(storage.files.keySet().toArray()).count());
    }
}
