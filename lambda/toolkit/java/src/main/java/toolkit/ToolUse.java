package toolkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.InputStream;

/**
 * A tool use and the run that it belongs to.
 *
 * @param input the input of the event; a missing node if it has none
 * @param prefix the folder of this run's files, with a slash at the end. Null, like the bucket, if the event had no run
 */
public record ToolUse(
        String id,
        String name,
        JsonNode input,
        String execution,
        String agent,
        String bucket,
        String prefix,
        Storage storage) {
    /** Reads the event of the tool contract. Throws MalformedEventError, which names the field. */
    static ToolUse read(JsonNode event, Storage storage) {
        if (!event.isObject()) {
            throw new MalformedEventError("a tool use is an object with id, name and input, not " + type(event));
        }
        JsonNode run = object(event, "run", "run");
        JsonNode results = object(run, "results", "run.results");
        String bucket = text(results, "bucket", "run.results.bucket", false);
        String prefix = text(results, "prefix", "run.results.prefix", false);
        if (results.isObject()) {
            checkPlace(bucket, prefix);
        }
        String id = text(event, "id", "id", true);
        if (HalfPairs.in(id).isPresent()) {
            throw new MalformedEventError("id of a tool use has half of a surrogate pair, which is no character");
        }
        return new ToolUse(
                id,
                text(event, "name", "name", true),
                event.path("input"),
                text(run, "execution", "run.execution", false),
                text(run, "agent", "run.agent", false),
                bucket,
                prefix,
                storage);
    }

    /** Stores a file of this tool use in S3. It replaces a file with the same name of the same tool use. */
    public StoredFile store(String name, byte[] data, String contentType) {
        String key = key(name);
        storage.put(bucket, key, data, contentType);
        return new StoredFile(bucket, key, data.length);
    }

    /** Begins a file of this tool use in S3 that is too big for memory. */
    public Upload upload(String name, String contentType) {
        return new Upload(storage, bucket, key(name), contentType);
    }

    /**
     * Opens a file of this run, or one that people put there for agents. It is read as it arrives.
     *
     * <p>Without a run in the event, the function's role alone decides which files can be read. Throws UnreadableFileError, which
     * tells the model which files it may read.
     */
    public InputStream open(String bucket, String key) {
        if (this.bucket == null || prefix == null) {
            if (bucket.isEmpty() || key.isEmpty()) {
                String file = "There is no file '" + key + "' in bucket '" + bucket + "'";
                throw new UnreadableFileError(file + ": no bucket or no key is named like this.", null);
            }
            return storage.open(bucket, key);
        }
        String allowed = "Files of this run begin with " + prefix
                + "; files that people put there for agents begin with " + Keys.INPUTS;
        if (!bucket.equals(this.bucket)) {
            throw new UnreadableFileError(
                    "Bucket '" + bucket + "' can't be read: the files of this run are in '" + this.bucket + "'. "
                            + allowed,
                    null);
        }
        if (!Keys.beginWell(prefix, key)) {
            throw new UnreadableFileError("The file '" + key + "' can't be read. " + allowed, null);
        }
        if (Keys.stray(prefix, key)) {
            String why = "no part of a key may be empty or lead elsewhere, as .. and %2e do";
            throw new UnreadableFileError("The file '" + key + "' can't be read: " + why + ". " + allowed, null);
        }
        try {
            return storage.open(bucket, key);
        } catch (UnreadableFileError error) {
            throw new UnreadableFileError(error.getMessage() + " " + allowed, error);
        }
    }

    private String key(String name) {
        if (bucket == null || prefix == null) {
            throw new NowhereToStoreError();
        }
        return prefix + Keys.part(id) + "/" + Keys.part(name);
    }

    /** Checks the names. A prefix without a slash at its end would open the files of runs whose names begin alike. */
    private static void checkPlace(String bucket, String prefix) {
        if (bucket == null || bucket.isEmpty() || prefix == null || prefix.isEmpty()) {
            throw new MalformedEventError("run.results needs both bucket and prefix, neither of them empty");
        }
        if (prefix.equals("/") || !prefix.endsWith("/")) {
            throw new MalformedEventError(
                    "run.results.prefix has to be a folder that ends with /, like runs/run-1/, not "
                            + Json.write(prefix));
        }
    }

    private static JsonNode object(JsonNode of, String name, String path) {
        JsonNode value = of.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return MissingNode.getInstance();
        }
        if (!value.isObject()) {
            throw new MalformedEventError(path + " of a tool use has to be an object, not " + type(value));
        }
        return value;
    }

    private static String text(JsonNode of, String name, String path, boolean required) {
        JsonNode value = of.path(name);
        if ((value.isMissingNode() || value.isNull()) && !required) {
            return null;
        }
        if (!value.isTextual() || (required && value.textValue().isEmpty())) {
            String wanted = required ? "text, one character or more" : "text";
            throw new MalformedEventError(path + " of a tool use has to be " + wanted + ", not " + type(value));
        }
        return value.textValue();
    }

    private static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> "an object";
            case ARRAY -> "a list";
            case STRING, BINARY -> value.asText().isEmpty() ? "nothing" : "text";
            case BOOLEAN -> "true or false";
            case NUMBER -> "a number";
            case NULL, MISSING -> "nothing";
        };
    }
}
