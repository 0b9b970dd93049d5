/** maps_reverse_geocode: finds the addresses at a point. https://developers.google.com/maps/documentation/geocoding/requests-reverse-geocoding */

import { ToolError } from "toolkit";
import { type Coordinates, commaSeparated } from "./coordinates.ts";
import { askGeocoding, type GeocodedAddress } from "./geocoding.ts";

export interface ReverseGeocodeInput extends Coordinates {
  language?: string;
}

export async function reverseGeocode({
  latitude,
  longitude,
  language,
}: ReverseGeocodeInput): Promise<{ given: Coordinates; results: GeocodedAddress[] }> {
  const given = { latitude, longitude };
  const { results, said } = await askGeocoding({ latlng: commaSeparated(given), language });
  if (results.length === 0) {
    throw new ToolError(
      `Google knows no address at latitude ${latitude}, longitude ${longitude}: it may be at sea or far from any place. If it ` +
        `should be on land, see that latitude and longitude aren't exchanged.${said && ` It says: ${said}.`}`,
    );
  }
  return { given, results };
}
