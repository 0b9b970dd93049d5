import assert from "node:assert/strict";
import { test } from "node:test";
import { result, use } from "./google.ts";

const STEP = {
  distanceMeters: 5,
  staticDuration: "7.6s",
  navigationInstruction: { maneuver: "DEPART", instructions: "Head north" },
};
const LEG = {
  distanceMeters: 10,
  duration: "20s",
  startLocation: { latLng: { latitude: 1, longitude: 2 } },
  endLocation: { latLng: { latitude: 3, longitude: 4 } },
  steps: [{ ...STEP, travelMode: "WALK" }, { navigationInstruction: { instructions: "Arrive" } }],
};
const ROUTE = { distanceMeters: 20, duration: "40s", description: "A1", warnings: ["Beta"], legs: [LEG, LEG] };

test("a route has all legs and steps, with the stops by their names", async () => {
  const { result: found, asked } = await result(
    "maps_directions",
    { origin: "Here", waypoints: ["52.5, -13.4"], destination: "place_id:ChIJx", mode: "walking", language: "en" },
    { routes: [ROUTE], geocodingResults: { origin: { geocoderStatus: {}, partialMatch: true, placeId: "ChIJ1" } } },
  );
  assert.equal(asked.path, "/routes.googleapis.com/directions/v2:computeRoutes");
  assert.deepEqual(asked.body, {
    origin: { address: "Here" },
    intermediates: [{ location: { latLng: { latitude: 52.5, longitude: -13.4 } } }],
    destination: { placeId: "ChIJx" },
    travelMode: "WALK",
    languageCode: "en",
  });
  assert.match(
    String(asked.headers["x-goog-fieldmask"]),
    /^routes\.distanceMeters,routes\.duration,.*,geocodingResults,fallbackInfo$/,
  );
  const leg = {
    ...{ start: { latitude: 1, longitude: 2 }, end: { latitude: 3, longitude: 4 }, distance_meters: 10, duration_seconds: 20 },
    steps: [
      { instruction: "Head north", mode: "walking", distance_meters: 5, duration_seconds: 8 },
      { instruction: "Arrive", mode: "walking", distance_meters: 0, duration_seconds: null },
    ],
  };
  assert.deepEqual(found, {
    ...{
      mode: "walking",
      distance_meters: 20,
      duration_seconds: 40,
      description: "A1",
      warnings: ["Beta"],
      partly_matched: ["Here"],
    },
    legs: [
      { from: "Here", to: "52.5, -13.4", ...leg },
      { from: "52.5, -13.4", to: "place_id:ChIJx", ...leg },
    ],
  });
});

test("a time of departure by car asks for traffic, and the result says so", async () => {
  const input = { origin: "a", destination: "b", departure_time: "2026-12-01T08:00:00+01:00", avoid: ["tolls"] };
  const { result: found, asked } = await result("maps_directions", input, { routes: [{ ...ROUTE, legs: [LEG] }] });
  assert.equal(asked.body.travelMode, "DRIVE");
  assert.equal(asked.body.routingPreference, "TRAFFIC_AWARE");
  assert.equal(asked.body.departureTime, "2026-12-01T08:00:00+01:00");
  assert.deepEqual(asked.body.routeModifiers, { avoidTolls: true, avoidHighways: false, avoidFerries: false });
  assert.deepEqual([found.mode, found.traffic], ["driving", "expected traffic considered"]);
});

test("a step by transit has its line, its stops and its times", async () => {
  const transitDetails = {
    stopDetails: {
      ...{ departureStop: { name: "A" }, departureTime: "2026-12-01T08:00:00Z" },
      ...{ arrivalStop: { name: "B" }, arrivalTime: "2026-12-01T09:00:00Z" },
    },
    headsign: "North",
    transitLine: { name: "Line one", nameShort: "1", vehicle: { type: "TRAM" }, agencies: [{ name: "City" }] },
    stopCount: 3,
  };
  const leg = { ...LEG, steps: [{ ...STEP, travelMode: "TRANSIT", transitDetails }] };
  const { result: found } = await result(
    "maps_directions",
    { origin: "a", destination: "b", mode: "transit" },
    { routes: [{ ...ROUTE, legs: [leg] }] },
  );
  assert.equal(found.traffic, undefined);
  assert.deepEqual(found.legs[0].steps[0].transit, {
    ...{ line: "1", vehicle: "TRAM", agency: "City", direction: "North", stops: 3 },
    ...{ from_stop: "A", departs_at: "2026-12-01T08:00:00Z", to_stop: "B", arrives_at: "2026-12-01T09:00:00Z" },
  });
});

test("no route is an error that says whether a stop or the way is unknown", async () => {
  const none = await use("maps_directions", { origin: "a", waypoints: ["b"], destination: "c" }, () => ({ json: {} }));
  assert.match(none.content, /^Google knows no route by driving from "a" to "b" to "c"\./);
  const json = {
    geocodingResults: {
      origin: { placeId: "x" },
      intermediates: [{ geocoderStatus: { code: 5 }, intermediateWaypointRequestIndex: 1 }],
    },
  };
  const unknown = await use("maps_directions", { origin: "a", waypoints: ["b", "qq"], destination: "c" }, () => ({ json }));
  assert.match(unknown.content, /^Google doesn't know where "qq" is\. Give/);
  const origin = { geocoderStatus: { code: 5, message: "not known." } };
  const said = await use("maps_directions", { origin: "a", destination: "c" }, () => ({ json: { geocodingResults: { origin } } }));
  assert.match(said.content, /^Google doesn't know where "a" is: not known\. Give/);
});

test("what Google would refuse or ignore is refused before it is asked", async () => {
  const ends = { origin: "a", destination: "b" };
  for (const [input, said] of [
    [{ mode: "transit", waypoints: ["c"] }, /^Given: waypoints by transit\./],
    [{ mode: "walking", avoid: ["tolls"] }, /^Given: avoid tolls by walking\./],
    [{ mode: "bicycling", departure_time: "2026-12-01T08:00:00Z" }, /^Given: a departure_time by bicycling\./],
    [{ departure_time: "tomorrow" }, /input\.departure_time is "tomorrow"; allowed is a text, that matches/],
    [{ mode: "car" }, /input\.mode is "car"; allowed is a text, one of "driving", "walking", "bicycling", "transit"/],
  ] as const) {
    const { content, is_error, asked } = await use("maps_directions", { ...ends, ...input });
    assert.deepEqual([is_error, asked], [true, []]);
    assert.match(content, said);
  }
});

test("coordinates that are none are looked up as an address", async () => {
  const { asked } = await use("maps_directions", { origin: "95.5,200", destination: " 10 , 20 " }, () => ({ json: {} }));
  assert.deepEqual(asked[0]?.body.origin, { address: "95.5,200" });
  assert.deepEqual(asked[0]?.body.destination, { location: { latLng: { latitude: 10, longitude: 20 } } });
});

test("a matrix has every pair in order, each with its own status", async () => {
  const { result: found, asked } = await result("maps_distance_matrix", { origins: ["a", "1,2"], destinations: ["a", "b", "c"] }, [
    {
      originIndex: 1,
      destinationIndex: 2,
      status: { code: 5, message: "Not found." },
      condition: "ROUTE_MATRIX_ELEMENT_CONDITION_UNSPECIFIED",
    },
    { originIndex: 1, destinationIndex: 0, status: {}, condition: "ROUTE_NOT_FOUND" },
    { originIndex: 0, destinationIndex: 1, condition: "ROUTE_EXISTS", distanceMeters: 1500, duration: "90s" },
    // Google leaves out the distance 0 from a place to itself.
    { condition: "ROUTE_EXISTS", duration: "0s" },
    { originIndex: 0, destinationIndex: 2 },
  ]);
  assert.deepEqual(asked.body, {
    origins: [{ waypoint: { address: "a" } }, { waypoint: { location: { latLng: { latitude: 1, longitude: 2 } } } }],
    destinations: ["a", "b", "c"].map((address) => ({ waypoint: { address } })),
    travelMode: "DRIVE",
  });
  assert.deepEqual([found.mode, found.traffic], ["driving", "not considered"]);
  const nothing = { distance_meters: null, duration_seconds: null };
  assert.deepEqual(found.connections, [
    { origin: "a", destination: "a", status: "ok", distance_meters: 0, duration_seconds: 0 },
    { origin: "a", destination: "b", status: "ok", distance_meters: 1500, duration_seconds: 90 },
    {
      ...{ origin: "a", destination: "c", status: "error", ...nothing },
      reason: "Google doesn't say whether there is a route; it may not know the origin or the destination",
    },
    { origin: "1,2", destination: "a", status: "no_route", ...nothing, reason: "there is no way by driving that Google knows" },
    { origin: "1,2", destination: "b", status: "not_answered", ...nothing, reason: "Google's answer leaves this one out" },
    { origin: "1,2", destination: "c", status: "error", ...nothing, reason: "Not found" },
  ]);
});

test("a matrix over Google's limits is refused with the limit", async () => {
  const points = (count: number) => Array.from({ length: count }, (_, n) => `1,${n}`);
  const towns = (count: number) => Array.from({ length: count }, (_, n) => `town ${n}`);
  for (const [input, said] of [
    [
      { origins: points(26), destinations: points(25) },
      /^Given: 650 connections \(origins × destinations\)\. Allowed are 625 by driving/,
    ],
    [{ origins: points(10), destinations: points(11), mode: "transit" }, /^Given: 110 .* Allowed are 100 by transit/],
    [{ origins: towns(50), destinations: towns(1) }, /^Given: 51 origins and destinations by address or place ID\. Allowed are 50/],
    [
      { origins: points(51), destinations: points(1) },
      /input\.origins is .*; allowed is a list, 1 or more items, 50 or fewer items/,
    ],
  ] as const) {
    const { content, is_error, asked } = await use("maps_distance_matrix", input);
    assert.deepEqual([is_error, asked], [true, []]);
    assert.match(content, said);
  }
});

test("a big matrix shows its first connections and how many there are", async () => {
  const points = Array.from({ length: 25 }, (_, n) => `1,${n}`);
  const { result: found } = await result("maps_distance_matrix", { origins: points, destinations: points }, []);
  assert.deepEqual([found.preview.connections_in_all, found.preview.first.length, found.preview.mode], [625, 12, "driving"]);
});
