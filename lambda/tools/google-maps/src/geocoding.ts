/** The results of geocoding and of reverse geocoding: an address and a point. */

import * as z from "zod";
import type { Coordinates } from "./coordinates.ts";
import { askOlder, type Found, GEOCODING } from "./older-apis.ts";

// https://developers.google.com/maps/documentation/geocoding/requests-geocoding#results
const GeocodingResult = z.object({
  formatted_address: z.string(),
  geometry: z.object({ location: z.object({ lat: z.number(), lng: z.number() }), location_type: z.string() }),
  place_id: z.string(),
  partial_match: z.boolean().default(false),
  types: z.array(z.string()).default([]),
});

export interface GeocodedAddress extends Coordinates {
  address: string;
  place_id: string;
  /** The precision of the point: ROOFTOP, RANGE_INTERPOLATED, GEOMETRIC_CENTER or APPROXIMATE. */
  accuracy: string;
  /** True if Google found only a part of the address. */
  partial_match: boolean;
  types: string[];
}

export async function askGeocoding(query: Record<string, string | undefined>): Promise<Found<GeocodedAddress>> {
  const { results, said } = await askOlder(GEOCODING, GeocodingResult, "/maps/api/geocode/json", query);
  const addresses = results.map(({ formatted_address, geometry, place_id, partial_match, types }) => ({
    address: formatted_address,
    latitude: geometry.location.lat,
    longitude: geometry.location.lng,
    place_id,
    accuracy: geometry.location_type,
    partial_match,
    types,
  }));
  return { results: addresses, said };
}
