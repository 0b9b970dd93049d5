/** maps_distance_matrix: distances from each origin to each destination. https://developers.google.com/maps/documentation/routes/compute_route_matrix */

import { Result, ToolError } from "toolkit";
import * as z from "zod";
import { Seconds } from "./duration.ts";
import { words } from "./google.ts";
import { askNewer, ROUTES } from "./newer-apis.ts";
import { DEFAULT_MODE, GOOGLES, type TravelMode } from "./travel-mode.ts";
import { isByName, waypoint } from "./waypoint.ts";

// https://developers.google.com/maps/documentation/routes/compute_route_matrix#request_limits
const MOST_ELEMENTS = 625;
const MOST_ELEMENTS_BY_TRANSIT = 100;
const MOST_BY_NAME = 50;
const SHOWN_IN_A_PREVIEW = 12;

export interface DistanceMatrixInput {
  origins: string[];
  destinations: string[];
  mode?: TravelMode;
}

export interface Connection {
  origin: string;
  destination: string;
  /** ok, or the reason why there is no distance. */
  status: "ok" | "no_route" | "error" | "not_answered";
  distance_meters: number | null;
  duration_seconds: number | null;
  reason?: string;
}

const Element = z.object({
  originIndex: z.int().default(0),
  destinationIndex: z.int().default(0),
  status: z.object({ code: z.int().default(0), message: z.string().default("") }).default({ code: 0, message: "" }),
  condition: z.string().default("ROUTE_MATRIX_ELEMENT_CONDITION_UNSPECIFIED"),
  // Google leaves out a distance of 0, like that from a place to itself.
  distanceMeters: z.number().default(0),
  duration: Seconds.optional(),
});

const FIELDS = ["originIndex", "destinationIndex", "status", "condition", "distanceMeters", "duration"];

export async function distanceMatrix({ origins, destinations, mode = DEFAULT_MODE }: DistanceMatrixInput): Promise<Result> {
  const [from, to] = [origins.map(waypoint), destinations.map(waypoint)];
  checkLimits(from.length * to.length, [...from, ...to].filter(isByName).length, mode);
  const elements = await askNewer(ROUTES, z.array(Element), {
    path: "/distanceMatrix/v2:computeRouteMatrix",
    body: {
      origins: from.map((each) => ({ waypoint: each })),
      destinations: to.map((each) => ({ waypoint: each })),
      travelMode: GOOGLES[mode],
    },
    fields: FIELDS,
  });
  // The elements come in any order.
  const answered = new Map(elements.map((element) => [`${element.originIndex} ${element.destinationIndex}`, element]));
  const connections = origins.flatMap((origin, row) =>
    destinations.map((destination, column) => connection(origin, destination, mode, answered.get(`${row} ${column}`))),
  );
  const about = { mode, traffic: mode === "driving" ? "not considered" : undefined };
  return new Result(
    { ...about, connections },
    { ...about, connections_in_all: connections.length, first: connections.slice(0, SHOWN_IN_A_PREVIEW) },
  );
}

function checkLimits(elements: number, byName: number, mode: TravelMode): void {
  const most = mode === "transit" ? MOST_ELEMENTS_BY_TRANSIT : MOST_ELEMENTS;
  if (elements > most) {
    throw new ToolError(
      `Given: ${elements} connections (origins × destinations). Allowed are ${most} by ${mode}. Give fewer, or ask several times.`,
    );
  }
  if (byName > MOST_BY_NAME) {
    throw new ToolError(
      `Given: ${byName} origins and destinations by address or place ID. Allowed are ${MOST_BY_NAME} in all; those given as ` +
        '"latitude,longitude" don\'t count. Give fewer, or coordinates from maps_geocode.',
    );
  }
}

function connection(origin: string, destination: string, mode: string, element: z.infer<typeof Element> | undefined): Connection {
  const none = (status: Connection["status"], reason: string): Connection => ({
    ...{ origin, destination, status },
    ...{ distance_meters: null, duration_seconds: null, reason },
  });
  if (!element) {
    return none("not_answered", "Google's answer leaves this one out");
  }
  if (element.status.code !== 0) {
    return none("error", words(element.status.message) || `Google's error ${element.status.code}`);
  }
  if (element.condition === "ROUTE_NOT_FOUND") {
    return none("no_route", `there is no way by ${mode} that Google knows`);
  }
  if (element.condition !== "ROUTE_EXISTS") {
    return none("error", "Google doesn't say whether there is a route; it may not know the origin or the destination");
  }
  return { origin, destination, status: "ok", distance_meters: element.distanceMeters, duration_seconds: element.duration ?? 0 };
}
