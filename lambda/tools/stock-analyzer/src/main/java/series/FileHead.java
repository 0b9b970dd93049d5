package series;

import java.util.List;

/**
 * What a series file says of all its series.
 *
 * @param labels the labels of the values, from the oldest on; null if there are none
 * @param points the number of values of each series
 * @param header the line that was read as a header, cut if it is long; null if there is none
 * @param newestFirst true if the file has the newest value first. The values that are visited begin with the oldest
 */
public record FileHead(List<String> labels, int points, String header, Orientation orientation, boolean newestFirst) {}
