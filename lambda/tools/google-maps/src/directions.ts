/** maps_directions: finds a route over all stops. https://developers.google.com/maps/documentation/routes/compute_route_directions */

import { Result, ToolError } from "toolkit";
import * as z from "zod";
import { words } from "./google.ts";
import { askNewer, ROUTES } from "./newer-apis.ts";
import { legs, ROUTE_FIELDS, Route } from "./route.ts";
import { DEFAULT_MODE, GOOGLES, type TravelMode } from "./travel-mode.ts";
import { waypoint } from "./waypoint.ts";

export interface DirectionsInput {
  origin: string;
  destination: string;
  waypoints?: string[];
  mode?: TravelMode;
  avoid?: ("tolls" | "highways" | "ferries")[];
  /** RFC 3339. */
  departure_time?: string;
  language?: string;
}

const Geocoded = z.object({
  geocoderStatus: z.object({ code: z.int().default(0), message: z.string().default("") }).optional(),
  partialMatch: z.boolean().default(false),
  placeId: z.string().optional(),
  intermediateWaypointRequestIndex: z.int().default(0),
});

const ComputeRoutesResponse = z.object({
  routes: z.array(Route).default([]),
  geocodingResults: z
    .object({ origin: Geocoded.optional(), destination: Geocoded.optional(), intermediates: z.array(Geocoded).default([]) })
    .default({ intermediates: [] }),
  fallbackInfo: z.object({ reason: z.string().optional() }).optional(),
});

export async function directions(input: DirectionsInput): Promise<Result> {
  const { origin, destination, waypoints = [], mode = DEFAULT_MODE } = input;
  check(input, mode);
  const answer = await askNewer(ROUTES, ComputeRoutesResponse, {
    path: "/directions/v2:computeRoutes",
    body: request(input, mode),
    fields: [...ROUTE_FIELDS, "geocodingResults", "fallbackInfo"],
  });
  const stops = [origin, ...waypoints, destination];
  const matches = matched(answer.geocodingResults, stops);
  const [route] = answer.routes;
  if (!route) {
    throw new ToolError(noRoute(stops, mode, matches));
  }
  const about = {
    mode,
    traffic: mode !== "driving" ? undefined : input.departure_time ? "expected traffic considered" : "not considered",
    distance_meters: route.distanceMeters,
    duration_seconds: route.duration ?? 0,
    description: route.description,
    warnings: route.warnings,
    // Google gives a reason if it used a simpler plan than the one that was asked for.
    fallback: answer.fallbackInfo?.reason,
    // Google found only a part of these stops' text.
    partly_matched: matches.filter((match) => match.partial).map((match) => match.stop),
  };
  const all = legs(route, stops, mode);
  const withoutSteps = all.map(({ steps, ...leg }) => ({ ...leg, steps_in_all: steps.length }));
  return new Result({ ...about, legs: all }, { ...about, legs: withoutSteps });
}

function check({ waypoints = [], avoid = [], departure_time }: DirectionsInput, mode: TravelMode): void {
  if (mode === "transit" && waypoints.length > 0) {
    throw new ToolError(
      "Given: waypoints by transit. Google plans transit from one place to one other: ask for each part on its own.",
    );
  }
  if (mode !== "driving" && avoid.length > 0) {
    throw new ToolError(`Given: avoid ${avoid.join(", ")} by ${mode}. Roads can be avoided by driving only: leave avoid out.`);
  }
  if (departure_time !== undefined && mode !== "driving" && mode !== "transit") {
    throw new ToolError(`Given: a departure_time by ${mode}. It counts by driving and transit only: leave it out.`);
  }
}

function request(
  { origin, destination, waypoints, avoid = [], departure_time, language }: DirectionsInput,
  mode: TravelMode,
): object {
  return {
    origin: waypoint(origin),
    destination: waypoint(destination),
    intermediates: waypoints?.map(waypoint),
    travelMode: GOOGLES[mode],
    languageCode: language,
    departureTime: departure_time,
    // Google needs it to use the time of departure for a route by car.
    routingPreference: departure_time !== undefined && mode === "driving" ? "TRAFFIC_AWARE" : undefined,
    routeModifiers:
      avoid.length > 0
        ? {
            avoidTolls: avoid.includes("tolls"),
            avoidHighways: avoid.includes("highways"),
            avoidFerries: avoid.includes("ferries"),
          }
        : undefined,
  };
}

interface Match {
  stop: string;
  found: boolean;
  partial: boolean;
  /** The reason why Google didn't find it, if Google gives one. */
  said: string;
}

/** Returns Google's match for each stop that was given as an address. */
function matched(results: z.infer<typeof ComputeRoutesResponse>["geocodingResults"], stops: string[]): Match[] {
  const { origin, destination, intermediates } = results;
  const all = [
    { index: 0, result: origin },
    ...intermediates.map((result) => ({ index: result.intermediateWaypointRequestIndex + 1, result })),
    { index: stops.length - 1, result: destination },
  ];
  return all.flatMap(({ index, result }) =>
    result
      ? [
          {
            ...{ stop: stops[index] ?? "", found: !result.geocoderStatus?.code, partial: result.partialMatch },
            said: result.geocoderStatus?.message ?? "",
          },
        ]
      : [],
  );
}

function noRoute(stops: string[], mode: TravelMode, matches: Match[]): string {
  const lost = matches.filter((match) => !match.found);
  if (lost.length > 0) {
    const unknown = lost.map((match) => JSON.stringify(match.stop)).join(" and ");
    const said = words(lost[0]?.said);
    return `Google doesn't know where ${unknown} is${said && `: ${said}`}. Give a fuller address, with town and country, or "latitude,longitude".`;
  }
  const way = stops.map((stop) => JSON.stringify(stop)).join(" to ");
  return `Google knows no route by ${mode} from ${way}. Another mode may have one; between continents only planes fly, which Google doesn't plan.`;
}
