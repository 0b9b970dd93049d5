package report;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import series.FileHead;
import series.Orientation;
import series.SeriesReader;
import toolkit.ToolUse;

/**
 * The place of the series, as the model names it.
 *
 * @param hasHeader true or false; null if the file decides
 * @param orientation rows, columns, auto or null
 * @param groups null for none
 */
public record SeriesFile(String bucket, String key, Boolean hasHeader, String orientation, Link groups) {
    /** Bucket and key of a file. */
    public record Link(String bucket, String key) {}

    SeriesReader read(InputStream opened) throws IOException {
        return SeriesReader.open(opened, hasHeader, Orientation.of(orientation));
    }

    /** Puts into a result how the file was read. */
    static void putReading(Map<String, Object> result, FileHead head) {
        result.put("values_of_each", head.points());
        result.put("header", head.header());
        result.put("orientation", head.orientation().word());
        if (head.newestFirst()) {
            result.put("newest_first", true);
        }
    }

    Groups readGroups(ToolUse use) throws IOException {
        if (groups == null) {
            return null;
        }
        try (InputStream opened = use.open(groups.bucket(), groups.key())) {
            return Groups.read(opened);
        }
    }
}
