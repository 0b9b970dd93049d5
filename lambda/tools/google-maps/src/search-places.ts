/** maps_search_places: finds places that a text describes. https://developers.google.com/maps/documentation/places/web-service/text-search */

import { ToolError } from "toolkit";
import * as z from "zod";
import { type Coordinates, straightMeters } from "./coordinates.ts";
import { askNewer, PLACES } from "./newer-apis.ts";
import { PLACE_FIELDS, Place, type PlaceSummary, summary } from "./place.ts";

const RADIUS = 5000;
const RESULTS = 10;

export interface SearchPlacesInput {
  query: string;
  location?: Coordinates;
  /** Metres. */
  radius?: number;
  max_results?: number;
  open_now?: boolean;
  language?: string;
}

export interface FoundPlaces {
  query: string;
  /** The circle in which places were preferred. */
  near?: Coordinates & { radius_meters: number };
  places: (PlaceSummary & { straight_line_meters?: number })[];
  note?: string;
}

const SearchTextResponse = z.object({ places: z.array(Place).default([]) });

export async function searchPlaces(input: SearchPlacesInput): Promise<FoundPlaces> {
  const { query, location, radius = RADIUS, max_results = RESULTS, open_now, language } = input;
  if (input.radius !== undefined && !location) {
    throw new ToolError(
      "Given: radius without location. A radius needs the point that it goes around: give location too, or neither.",
    );
  }
  const { places } = await askNewer(PLACES, SearchTextResponse, {
    path: "/v1/places:searchText",
    body: {
      textQuery: query,
      pageSize: max_results,
      languageCode: language,
      openNow: open_now,
      locationBias: location && { circle: { center: location, radius } },
    },
    fields: PLACE_FIELDS.map((field) => `places.${field}`),
  });
  return {
    query,
    ...(location && { near: { ...location, radius_meters: radius } }),
    places: places.map((place) => ({
      ...summary(place),
      ...(location && place.location && { straight_line_meters: straightMeters(location, place.location) }),
    })),
    ...(places.length === 0 && { note: "Google found no such place. Fewer or other words may find some, or a town in the query." }),
  };
}
