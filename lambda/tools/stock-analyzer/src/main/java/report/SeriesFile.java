package report;

import java.io.IOException;
import java.io.InputStream;
import toolkit.ToolUse;

/**
 * The place of the series, as the model names it.
 *
 * @param hasHeader true or false; null to decide by the first line
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
