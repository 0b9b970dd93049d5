/** How to travel: our words and Google's. https://developers.google.com/maps/documentation/routes/reference/rest/v2/RouteTravelMode */

export type TravelMode = keyof typeof GOOGLES;

export const GOOGLES = { driving: "DRIVE", walking: "WALK", bicycling: "BICYCLE", transit: "TRANSIT" } as const;

/** If the input says none. Each result says which mode it is for. */
export const DEFAULT_MODE: TravelMode = "driving";

/** Our word for Google's; Google's own for a mode that we don't know. */
export function modeOf(googles: string): string {
  return Object.entries(GOOGLES).find(([, word]) => word === googles)?.[0] ?? googles;
}
