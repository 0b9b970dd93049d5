/** The fields of a place in a search and in its details. https://developers.google.com/maps/documentation/places/web-service/reference/rest/v1/places */

import * as z from "zod";
import { LatLng } from "./coordinates.ts";

const LocalizedText = z.object({ text: z.string().default("") });

export const Place = z.object({
  id: z.string(),
  displayName: LocalizedText.optional(),
  formattedAddress: z.string().optional(),
  location: LatLng.optional(),
  primaryType: z.string().optional(),
  types: z.array(z.string()).default([]),
  businessStatus: z.string().optional(),
  googleMapsUri: z.string().optional(),
  rating: z.number().optional(),
  userRatingCount: z.number().optional(),
  priceLevel: z.string().optional(),
  currentOpeningHours: z.object({ openNow: z.boolean().optional() }).optional(),
});

export const PLACE_FIELDS = [
  ...["id", "displayName", "formattedAddress", "location", "primaryType", "types", "businessStatus", "googleMapsUri"],
  ...["rating", "userRatingCount", "priceLevel", "currentOpeningHours.openNow"],
] as const;

export interface PlaceSummary {
  name: string | null;
  address: string | null;
  latitude: number | null;
  longitude: number | null;
  place_id: string;
  type: string | null;
  types: string[];
  /** OPERATIONAL, CLOSED_TEMPORARILY, CLOSED_PERMANENTLY or FUTURE_OPENING. Null if it is unknown or the place is no business. */
  business_status: string | null;
  open_now: boolean | null;
  /** 1.0 to 5.0. */
  rating: number | null;
  rating_count: number | null;
  price_level: string | null;
  google_maps_url: string | null;
}

/** Returns the place's fields. A field that Google leaves out is null. */
export function summary(place: z.infer<typeof Place>): PlaceSummary {
  return {
    name: place.displayName?.text ?? null,
    address: place.formattedAddress ?? null,
    latitude: place.location?.latitude ?? null,
    longitude: place.location?.longitude ?? null,
    place_id: place.id,
    type: place.primaryType ?? null,
    types: place.types,
    business_status: place.businessStatus ?? null,
    open_now: place.currentOpeningHours?.openNow ?? null,
    rating: place.rating ?? null,
    rating_count: place.userRatingCount ?? null,
    price_level: place.priceLevel ?? null,
    google_maps_url: place.googleMapsUri ?? null,
  };
}
