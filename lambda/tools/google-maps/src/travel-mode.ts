/** The modes of travel, in the tools' words and in Google's. https://developers.google.com/maps/documentation/routes/reference/rest/v2/RouteTravelMode */

export type TravelMode = keyof typeof GOOGLES;

export const GOOGLES = { driving: "DRIVE", walking: "WALK", bicycling: "BICYCLE", transit: "TRANSIT" } as const;

/** The mode of an input without one. Each result names its mode. */
export const DEFAULT_MODE: TravelMode = "driving";

/** Returns the tools' word for Google's, or Google's word if the tools don't have the mode. */
export function modeOf(googles: string): string {
  return Object.entries(GOOGLES).find(([, word]) => word === googles)?.[0] ?? googles;
}
