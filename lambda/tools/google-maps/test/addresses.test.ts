import assert from "node:assert/strict";
import { test } from "node:test";
import { result, use } from "./google.ts";

const BERLIN = {
  formatted_address: "Berlin, Germany",
  geometry: { location: { lat: 52.52, lng: 13.4 }, location_type: "APPROXIMATE", viewport: {} },
  place_id: "ChIJberlin",
  partial_match: true,
  types: ["locality"],
};

test("an address gives all results, with how exact they are", async () => {
  const { result: found, asked } = await result(
    "maps_geocode",
    { address: "Berlin & more", language: "en" },
    { status: "OK", results: [BERLIN, { ...BERLIN, partial_match: undefined }] },
  );
  assert.equal(asked.path, "/maps.googleapis.com/maps/api/geocode/json");
  assert.deepEqual([asked.query.address, asked.query.language], ["Berlin & more", "en"]);
  const berlin = {
    ...{ address: "Berlin, Germany", latitude: 52.52, longitude: 13.4, place_id: "ChIJberlin" },
    ...{ accuracy: "APPROXIMATE", partial_match: true, types: ["locality"] },
  };
  assert.deepEqual(found, { given: "Berlin & more", results: [berlin, { ...berlin, partial_match: false }] });
});

test("an address that isn't known is an error that says what to do", async () => {
  const { content, is_error } = await use("maps_geocode", { address: "Nowhere" }, () => ({ json: { status: "ZERO_RESULTS" } }));
  assert.equal(is_error, true);
  assert.match(content, /^Google knows no address like "Nowhere"\. Give a fuller one/);
});

test("what Google says to an address or a point that it doesn't know is passed on", async () => {
  const json = { status: "ZERO_RESULTS", results: [], error_message: "there are few." };
  const { content } = await use("maps_geocode", { address: "Nowhere" }, () => ({ json }));
  assert.match(content, /^Google knows no address like "Nowhere": there are few\. Give a fuller one/);
  const point = await use("maps_reverse_geocode", { latitude: 1, longitude: 2 }, () => ({ json }));
  assert.match(point.content, /aren't exchanged\. It says: there are few\.$/);
});

test("coordinates are sent with six decimals and never as 1e-7", async () => {
  const { asked } = await result(
    "maps_reverse_geocode",
    { latitude: -0.0000001, longitude: 13.12345678 },
    { status: "OK", results: [BERLIN] },
  );
  assert.equal(asked.query.latlng, "0,13.123457");
});

test("a point without an address is an error", async () => {
  const { content } = await use("maps_reverse_geocode", { latitude: 1, longitude: 2 }, () => ({
    json: { status: "ZERO_RESULTS" },
  }));
  assert.match(content, /^Google knows no address at latitude 1, longitude 2: it may be at sea/);
});

test("heights come in the order of the points, to the decimetre", async () => {
  const locations = [
    { latitude: 27.988, longitude: 86.925 },
    { latitude: 31.5, longitude: 35.5 },
  ];
  const { result: found, asked } = await result(
    "maps_elevation",
    { locations },
    {
      status: "OK",
      results: [{ elevation: 8815.7159, resolution: 152.70322 }, { elevation: -427.06 }],
    },
  );
  assert.equal(asked.query.locations, "27.988,86.925|31.5,35.5");
  assert.deepEqual(found.locations, [
    { latitude: 27.988, longitude: 86.925, elevation_meters: 8815.7, resolution_meters: 152.7 },
    { latitude: 31.5, longitude: 35.5, elevation_meters: -427.1, resolution_meters: null },
  ]);
});

test("the longest list of points fits the longest URL that Google takes", async () => {
  const locations = Array.from({ length: 512 }, (_, n) => ({ latitude: -27.1234567, longitude: -(100 + n / 7.3) % 180 }));
  const { asked } = await use("maps_elevation", { locations }, ({ query }) => {
    const results = query.locations?.split("|").map(() => ({ elevation: 1, resolution: 1 }));
    return { json: { status: "OK", results } };
  });
  const url = `https://maps.googleapis.com/maps/api/elevation/json?${new URLSearchParams(asked[0]?.query)}`;
  assert.equal(asked[0]?.query.locations?.split("|").length, 512);
  assert.ok(url.length <= 16384, `${url.length} characters`);
});
