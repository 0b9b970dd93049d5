/** Tests that the key goes only to Google, whatever fails. */

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { KEY, result, use } from "./google.ts";

const ADDRESS = { address: "Berlin" };
const BERLIN = { status: "OK", results: [] };

test("Geocoding and Elevation take the key in the query, the newer APIs in a header", async () => {
  const older = await use("maps_geocode", ADDRESS, () => ({ json: BERLIN }));
  assert.equal(older.asked[0]?.query.key, KEY);
  assert.equal(older.asked[0]?.headers["x-goog-api-key"], undefined);
  const newer = await result("maps_search_places", { query: "museum" }, {});
  assert.equal(newer.asked.headers["x-goog-api-key"], KEY);
  assert.deepEqual(newer.asked.query, {});
});

test("no error has the key in it, nor has what is logged", async (context) => {
  const printed: string[] = [];
  const write = process.stdout.write.bind(process.stdout);
  mock.method(process.stdout, "write", (text: string | Uint8Array) => {
    printed.push(String(text));
    return write(text);
  });
  context.after(() => mock.restoreAll());
  const echo = `your key ${KEY} and ${encodeURIComponent(KEY)} is bad`;
  for (const name of ["maps_geocode", "maps_distance_matrix"]) {
    const input = name === "maps_geocode" ? ADDRESS : { origins: ["a"], destinations: ["b"] };
    for (const answer of [
      {
        json: { status: "REQUEST_DENIED", error_message: echo, error: { message: echo, status: "PERMISSION_DENIED" } },
        status: 403,
      },
      { json: { status: echo, results: [] } },
      { json: [{ error: { message: echo, status: "INVALID_ARGUMENT" } }], status: 400 },
      { status: 302, headers: { Location: `http://127.0.0.1:9/?key=${KEY}` } },
      { status: 500, text: `<p>${echo}</p>` },
      { status: 200, text: `{"status": "${KEY}` },
    ]) {
      const { content, is_error } = await use(name, input, () => answer);
      assert.equal(is_error, true);
      assert.equal(content.includes(KEY) || content.includes(encodeURIComponent(KEY)), false, content);
    }
  }
  assert.equal(printed.join("").includes(KEY), false);
});

test("a secret that can't be a key isn't sent and isn't said", async () => {
  for (const key of ["top secret", "top\u0000secret", "schlüssel"]) {
    const { content, asked } = await use("maps_search_places", { query: "museum" }, undefined, key);
    assert.match(content, /refuses this tool's key for the Places API \(New\): the secret has a space or another character/);
    assert.deepEqual([asked, content.includes(key)], [[], false]);
  }
});

test("a short key, as the mock service's, doesn't blacken words of the answer", async () => {
  const json = { status: "OVER_QUERY_LIMIT", error_message: "a mock service says no" };
  const { content } = await use("maps_geocode", ADDRESS, () => ({ json }), "mock-key");
  assert.match(content, /OVER_QUERY_LIMIT: a mock service says no\. Some/);
});

test("a gateway that is no URL is said, without any request", async () => {
  const { handler } = await import("../src/index.ts");
  process.env.SETTING_GATEWAY = "nonsense";
  const { content, is_error } = await handler({ id: "t", name: "maps_geocode", input: ADDRESS });
  assert.equal(is_error, true);
  assert.match(content, /the setting gateway of this tool is no URL/);
});
