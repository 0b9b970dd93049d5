/** maps_geocode: finds the point of an address. https://developers.google.com/maps/documentation/geocoding/requests-geocoding */

import { ToolError } from "toolkit";
import { askGeocoding, type GeocodedAddress } from "./geocoding.ts";

export interface GeocodeInput {
  address: string;
  language?: string;
}

export async function geocode({ address, language }: GeocodeInput): Promise<{ given: string; results: GeocodedAddress[] }> {
  const { results, said } = await askGeocoding({ address, language });
  if (results.length === 0) {
    throw new ToolError(
      `Google knows no address like ${JSON.stringify(address)}${said && `: ${said}`}. Give a fuller one, with town and country, or spell it otherwise; ` +
        "a shop, a sight or a company is rather found by maps_search_places.",
    );
  }
  return { given: address, results };
}
