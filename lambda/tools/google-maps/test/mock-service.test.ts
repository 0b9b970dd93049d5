/** Tests that a result says if a mock service gave it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Asked, use } from "./google.ts";

const POINT = { latitude: 52.5, longitude: 13.4 };
const GEOCODED = {
  ...{ formatted_address: "Town", place_id: "ChIJ1", types: ["locality"] },
  geometry: { location: { lat: 52.5, lng: 13.4 }, location_type: "APPROXIMATE" },
};
const LEG = { distanceMeters: 10, duration: "20s" };

const TOOLS: Record<string, { input: object; json: unknown }> = {
  maps_geocode: { input: { address: "Town" }, json: { status: "OK", results: [GEOCODED] } },
  maps_reverse_geocode: { input: POINT, json: { status: "OK", results: [GEOCODED] } },
  maps_search_places: { input: { query: "museum" }, json: {} },
  maps_place_details: { input: { place_id: "ChIJ1" }, json: { id: "ChIJ1" } },
  maps_distance_matrix: {
    input: { origins: ["a"], destinations: ["b"] },
    json: [{ ...LEG, condition: "ROUTE_EXISTS" }],
  },
  maps_elevation: { input: { locations: [POINT] }, json: { status: "OK", results: [{ elevation: 34 }] } },
  maps_directions: { input: { origin: "a", destination: "b" }, json: { routes: [{ ...LEG, legs: [LEG] }] } },
};
const MARK = { "x-mock-service": "maps.googleapis.com" };
const ANSWERED_BY = "a mock service for Google Maps: places, distances and heights are made up or rough estimates";

for (const [name, { input, json }] of Object.entries(TOOLS)) {
  test(`${name} says first that a mock service answered, and of Google itself nothing`, async () => {
    const byMockService = await use(name, input, () => ({ json, headers: MARK }));
    const byGoogle = await use(name, input, () => ({ json }));
    assert.deepEqual([byMockService.is_error, byGoogle.is_error], [false, false], byGoogle.content);
    assert.equal(byGoogle.content.includes("answered_by"), false);
    assert.equal(byMockService.content, `{"answered_by":"${ANSWERED_BY}",${byGoogle.content.slice(1)}`);
  });
}

test("one tool use says nothing of another that runs beside it", async () => {
  const answer = ({ path }: Asked) =>
    path.startsWith("/places.")
      ? { json: TOOLS.maps_search_places?.json, headers: MARK }
      : { json: TOOLS.maps_distance_matrix?.json };
  const names = ["maps_search_places", "maps_distance_matrix", "maps_search_places", "maps_distance_matrix"];
  const all = await Promise.all(names.map((name) => use(name, TOOLS[name]?.input ?? {}, answer)));
  assert.deepEqual(
    all.map(({ content }) => "answered_by" in JSON.parse(content)),
    [true, false, true, false],
  );
});

test("the preview of a result that is too big says it too", async () => {
  const names = Array.from({ length: 25 }, (_, number) => `${number},10`);
  const json = names.flatMap((_, originIndex) =>
    names.map((_, destinationIndex) => ({ ...LEG, originIndex, destinationIndex, condition: "ROUTE_EXISTS" })),
  );
  const input = { origins: names, destinations: names };
  const { content } = await use("maps_distance_matrix", input, () => ({ json, headers: MARK }));
  assert.deepEqual(Object.entries(JSON.parse(content).preview)[0], ["answered_by", ANSWERED_BY]);
});

const ERRORS: Record<string, { input: object; answer: object }> = {
  maps_geocode: { input: { address: "x" }, answer: { json: { status: "ZERO_RESULTS", results: [] } } },
  maps_reverse_geocode: { input: POINT, answer: { json: { status: "REQUEST_DENIED" } } },
  maps_search_places: { input: { query: "museum" }, answer: { status: 403, json: { error: { message: "no key" } } } },
  maps_place_details: { input: { place_id: "ChIJ1" }, answer: { status: 400, json: { error: { message: "no such place" } } } },
  maps_distance_matrix: { input: { origins: ["a"], destinations: ["b"] }, answer: { status: 429, text: "[]" } },
  maps_elevation: { input: { locations: [POINT] }, answer: { status: 503, text: "<html>" } },
  maps_directions: { input: { origin: "a", destination: "b" }, answer: { json: { routes: [] } } },
};

for (const [name, { input, answer }] of Object.entries(ERRORS)) {
  test(`an error of ${name} says first that a mock service gave it, and Google's own doesn't`, async () => {
    const byMockService = await use(name, input, () => ({ ...answer, headers: MARK }));
    const byGoogle = await use(name, input, () => answer);
    assert.deepEqual([byMockService.is_error, byGoogle.is_error], [true, true], byGoogle.content);
    assert.equal(/mock/i.test(byGoogle.content), false);
    assert.equal(byMockService.content, `A mock service answered in Google's place: ${byGoogle.content}`);
  });
}

test("an error of the tool itself, before anybody is asked, says nothing of a mock service", async () => {
  const { content, asked } = await use("maps_search_places", { query: "a", radius: 5 }, () => ({ headers: MARK }));
  assert.deepEqual([asked.length, content.startsWith("Given: radius without location.")], [0, true]);
});
