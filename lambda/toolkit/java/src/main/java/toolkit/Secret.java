package toolkit;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * A secret that tools.json names. It is read from Secrets Manager when a tool needs it.
 *
 * <p>Its toString leaves the value out, so that no log and no error holds it by accident.
 */
public final class Secret {
    /** A secret is kept so that not every tool use asks for it, and not for longer so that a new value is soon in use. */
    private static final long NANOS_KEPT = Duration.ofMinutes(5).toNanos();

    private static final Store STORE = new Store(System.getenv(), Secret::fetch, System::nanoTime);

    private final String name;
    private final String value;

    private Secret(String name, String value) {
        this.name = name;
        this.value = value;
    }

    /** Returns the secret of that name in tools.json. Throws NoSecretError if the function has none. */
    public static Secret of(String name) {
        return STORE.get(name);
    }

    public String value() {
        return value;
    }

    @Override
    public String toString() {
        return "Secret " + name;
    }

    private static String fetch(String arn) {
        try (SecretsManagerClient client = SecretsManagerClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            return client.getSecretValue(get -> get.secretId(arn)).secretString();
        }
    }

    /** Fetches secrets and keeps them for some minutes. */
    static final class Store {
        private record Kept(long readAt, Secret secret) {}

        private final Map<String, String> environment;
        private final Function<String, String> fetch;
        private final LongSupplier nanos;
        private final Map<String, Kept> kept = new ConcurrentHashMap<>();

        Store(Map<String, String> environment, Function<String, String> fetch, LongSupplier nanos) {
            this.environment = environment;
            this.fetch = fetch;
            this.nanos = nanos;
        }

        Secret get(String name) {
            String arn = environment.get("SECRET_ARN_" + name.toUpperCase(Locale.ROOT));
            if (arn == null || arn.isEmpty()) {
                throw new NoSecretError(
                        "This tool has no secret " + name + ", so it can't do this. A person has to deploy one.");
            }
            Kept found = kept.get(arn);
            if (found == null || nanos.getAsLong() - found.readAt >= NANOS_KEPT) {
                String value = fetch.apply(arn);
                if (value == null || value.isBlank()) {
                    throw new NoSecretError("The secret " + name + " of this tool is empty. A person has to set it.");
                }
                found = new Kept(nanos.getAsLong(), new Secret(name, value.strip()));
                kept.put(arn, found);
            }
            return found.secret;
        }
    }
}
