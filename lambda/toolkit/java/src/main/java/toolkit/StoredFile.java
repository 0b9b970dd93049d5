package toolkit;

/** A link to a file in S3, as tools hand it to each other. */
public record StoredFile(String bucket, String key, long bytes) {}
