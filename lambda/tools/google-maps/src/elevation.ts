/** maps_elevation: heights above sea level. https://developers.google.com/maps/documentation/elevation/requests-elevation */

import * as z from "zod";
import { type Coordinates, commaSeparated } from "./coordinates.ts";
import { StrangeAnswerError } from "./errors.ts";
import { askOlder, ELEVATION } from "./older-apis.ts";

// https://developers.google.com/maps/documentation/elevation/requests-elevation#ElevationResponses
const ElevationResult = z.object({ elevation: z.number(), resolution: z.number().nullish() });

export interface Height extends Coordinates {
  elevation_meters: number;
  /** The distance between the measured points from which the height was interpolated. Null if it is unknown. */
  resolution_meters: number | null;
}

/** Returns the heights of at most 512 locations. So many fit Google's longest URL, 16,384 characters, with six decimals each. */
export async function elevation({ locations }: { locations: Coordinates[] }): Promise<{ locations: Height[] }> {
  const query = { locations: locations.map(commaSeparated).join("|") };
  const { results } = await askOlder(ELEVATION, ElevationResult, "/maps/api/elevation/json", query);
  if (results.length !== locations.length) {
    throw new StrangeAnswerError(ELEVATION, `${results.length} heights for ${locations.length} locations`);
  }
  const heights = locations.map(({ latitude, longitude }, index) => {
    const { elevation = 0, resolution = null } = results[index] ?? {};
    return { latitude, longitude, elevation_meters: tenths(elevation), resolution_meters: resolution && tenths(resolution) };
  });
  return { locations: heights };
}

function tenths(meters: number): number {
  return Math.round(meters * 10) / 10;
}
