package report;

import java.io.IOException;
import java.io.InputStream;
import toolkit.ToolUse;

/**
 * Where the series are, as the model says it.
 *
 * @param hasHeader null: to be seen from the first line
 * @param groups null for none
 */
public record SeriesFile(String bucket, String key, Boolean hasHeader, Link groups) {
    /** Bucket and key of a file. */
    public record Link(String bucket, String key) {}

    Groups readGroups(ToolUse use) throws IOException {
        if (groups == null) {
            return null;
        }
        try (InputStream opened = use.open(groups.bucket(), groups.key())) {
            return Groups.read(opened);
        }
    }
}
