/** A place on a route as the model writes it: an address, coordinates or a place ID. */

const COORDINATES = /^\s*([+-]?\d{1,2}(?:\.\d+)?)\s*,\s*([+-]?\d{1,3}(?:\.\d+)?)\s*$/;
const PLACE_ID = /^\s*place_id:\s*(\S+)\s*$/;

/** https://developers.google.com/maps/documentation/routes/reference/rest/v2/Waypoint */
export type Waypoint =
  | { address: string }
  | { placeId: string }
  | { location: { latLng: { latitude: number; longitude: number } } };

export function waypoint(text: string): Waypoint {
  const placeId = PLACE_ID.exec(text)?.[1];
  if (placeId) {
    return { placeId };
  }
  const [latitude, longitude] = (COORDINATES.exec(text) ?? []).slice(1).map(Number);
  if (latitude !== undefined && longitude !== undefined && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) {
    return { location: { latLng: { latitude, longitude } } };
  }
  return { address: text };
}

/** Returns true if Google has to look the place up. Google looks up at most 50 places for a matrix. */
export function isByName(each: Waypoint): boolean {
  return !("location" in each);
}
