/** Reads a route of Google's and writes it for the model. https://developers.google.com/maps/documentation/routes/reference/rest/v2/TopLevel/computeRoutes */

import * as z from "zod";
import { type Coordinates, LatLng } from "./coordinates.ts";
import { Seconds } from "./duration.ts";
import { modeOf } from "./travel-mode.ts";

const Stop = z.object({ name: z.string().optional() });
const Location = z.object({ latLng: LatLng.optional() });

const TransitDetails = z.object({
  stopDetails: z
    .object({
      departureStop: Stop.optional(),
      departureTime: z.string().optional(),
      arrivalStop: Stop.optional(),
      arrivalTime: z.string().optional(),
    })
    .default({}),
  headsign: z.string().optional(),
  transitLine: z
    .object({
      name: z.string().optional(),
      nameShort: z.string().optional(),
      vehicle: z.object({ type: z.string().optional() }).optional(),
      agencies: z.array(z.object({ name: z.string().optional() })).default([]),
    })
    .optional(),
  stopCount: z.int().optional(),
});

// The reference says of a step's length and time: "In some circumstances, this field might not have a value".
const Step = z.object({
  distanceMeters: z.number().default(0),
  staticDuration: Seconds.optional(),
  navigationInstruction: z.object({ instructions: z.string().default("") }).optional(),
  travelMode: z.string().optional(),
  transitDetails: TransitDetails.optional(),
});

const Leg = z.object({
  distanceMeters: z.number().default(0),
  duration: Seconds.optional(),
  startLocation: Location.optional(),
  endLocation: Location.optional(),
  steps: z.array(Step).default([]),
});

export const Route = z.object({
  distanceMeters: z.number().default(0),
  duration: Seconds.optional(),
  description: z.string().optional(),
  warnings: z.array(z.string()).default([]),
  legs: z.array(Leg).min(1),
});

export const ROUTE_FIELDS = [
  ...["distanceMeters", "duration", "description", "warnings"],
  ...["legs.distanceMeters", "legs.duration", "legs.startLocation", "legs.endLocation"],
  ...["legs.steps.distanceMeters", "legs.steps.staticDuration", "legs.steps.navigationInstruction", "legs.steps.travelMode"],
  "legs.steps.transitDetails",
].map((field) => `routes.${field}`);

export interface RouteStep {
  instruction: string;
  mode: string;
  distance_meters: number;
  duration_seconds: number | null;
  transit?: object;
}

export interface RouteLeg {
  from: string;
  to: string;
  start: Coordinates | null;
  end: Coordinates | null;
  distance_meters: number;
  duration_seconds: number;
  steps: RouteStep[];
}

/**
 * Returns the legs of a route.
 *
 * stops: the given origin, waypoints and destination, in order. mode: the mode of steps that name none.
 */
export function legs(route: z.infer<typeof Route>, stops: string[], mode: string): RouteLeg[] {
  return route.legs.map((leg, index) => ({
    from: stops[index] ?? "",
    to: stops[index + 1] ?? "",
    start: leg.startLocation?.latLng ?? null,
    end: leg.endLocation?.latLng ?? null,
    distance_meters: leg.distanceMeters,
    duration_seconds: leg.duration ?? 0,
    steps: leg.steps.map((step) => routeStep(step, mode)),
  }));
}

function routeStep(step: z.infer<typeof Step>, mode: string): RouteStep {
  return {
    instruction: step.navigationInstruction?.instructions ?? "",
    mode: step.travelMode ? modeOf(step.travelMode) : mode,
    distance_meters: step.distanceMeters,
    duration_seconds: step.staticDuration ?? null,
    ...(step.transitDetails && { transit: transit(step.transitDetails) }),
  };
}

function transit({ stopDetails, headsign, transitLine, stopCount }: z.infer<typeof TransitDetails>): object {
  return {
    line: transitLine?.nameShort ?? transitLine?.name ?? null,
    vehicle: transitLine?.vehicle?.type ?? null,
    agency: transitLine?.agencies[0]?.name ?? null,
    direction: headsign ?? null,
    from_stop: stopDetails.departureStop?.name ?? null,
    departs_at: stopDetails.departureTime ?? null,
    to_stop: stopDetails.arrivalStop?.name ?? null,
    arrives_at: stopDetails.arrivalTime ?? null,
    stops: stopCount ?? null,
  };
}
