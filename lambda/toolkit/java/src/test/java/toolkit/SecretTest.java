package toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SecretTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicLong now = new AtomicLong();

    private Secret.Store store(String value) {
        return new Secret.Store(
                Map.of("SECRET_ARN_GOOGLE_MAPS", "arn:1"),
                arn -> {
                    assertEquals("arn:1", arn);
                    asked.incrementAndGet();
                    return value;
                },
                now::get);
    }

    @Test
    void aSecretIsReadOnceIn5Minutes() {
        Secret.Store store = store(" key\n");
        assertEquals("key", store.get("google_maps").value());
        now.set(Duration.ofMinutes(5).toNanos() - 1);
        assertEquals("key", store.get("google_maps").value());
        assertEquals(1, asked.get());
        now.set(Duration.ofMinutes(5).toNanos());
        assertEquals("key", store.get("google_maps").value());
        assertEquals(2, asked.get());
    }

    @Test
    void itsValueIsInNoTextThatIsMadeOfIt() {
        assertEquals("Secret google_maps", String.valueOf(store("key").get("google_maps")));
    }

    @Test
    void aFunctionWithoutTheSecretSaysThatAPersonHasToDeployIt() {
        NoSecretError error =
                assertThrows(NoSecretError.class, () -> store("key").get("perplexity"));
        assertEquals(
                "This tool has no secret perplexity, so it can't do this. A person has to deploy one.",
                error.getMessage());
    }

    @Test
    void anEmptySecretIsNone() {
        NoSecretError error =
                assertThrows(NoSecretError.class, () -> store(" \n").get("google_maps"));
        assertEquals("The secret google_maps of this tool is empty. A person has to set it.", error.getMessage());
    }
}
