/** Points on the earth, in degrees (WGS 84). */

import * as z from "zod";

export interface Coordinates {
  latitude: number;
  longitude: number;
}

/** google.type.LatLng. A field that is 0 is left out of its JSON. */
export const LatLng = z.object({ latitude: z.number().default(0), longitude: z.number().default(0) });

const EARTH_METERS = 6_371_009;

/** Returns the point in the form of Google's URLs. Six decimals are a tenth of a metre. */
export function commaSeparated({ latitude, longitude }: Coordinates): string {
  return `${degrees(latitude)},${degrees(longitude)}`;
}

/** Returns the distance along the surface of a ball. It is at most half a percent wrong. */
export function straightMeters(a: Coordinates, b: Coordinates): number {
  const [phi, psi] = [radians(a.latitude), radians(b.latitude)];
  const half = (angle: number) => Math.sin(angle / 2) ** 2;
  const haversine = half(psi - phi) + Math.cos(phi) * Math.cos(psi) * half(radians(b.longitude - a.longitude));
  return Math.round(2 * EARTH_METERS * Math.asin(Math.min(1, Math.sqrt(haversine))));
}

function degrees(value: number): string {
  return String(Number(value.toFixed(6)));
}

function radians(value: number): number {
  return (value * Math.PI) / 180;
}
