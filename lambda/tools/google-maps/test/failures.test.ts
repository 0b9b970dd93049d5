/** Tests that each refusal of Google, and each answer that differs from its reference, becomes one clear sentence. */

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { use } from "./google.ts";

const OLDER = ["maps_elevation", { locations: [{ latitude: 1, longitude: 2 }] }] as const;
const NEWER = ["maps_directions", { origin: "a", destination: "b" }] as const;

function error(status: number, name: string, message: string, reason?: string) {
  return { status, json: { error: { code: status, status: name, message, details: reason ? [{ reason }] : [] } } };
}

for (const [title, [name, input], answer, said] of [
  [
    "a quota of the newer APIs",
    NEWER,
    error(429, "RESOURCE_EXHAUSTED", "Quota exceeded.", "RATE_LIMIT_EXCEEDED"),
    /^The quota of this tool's key for the Routes API is used up: RATE_LIMIT_EXCEEDED: Quota exceeded\. Some quotas are by the minute/,
  ],
  [
    "a quota of the older APIs",
    OLDER,
    { json: { status: "OVER_QUERY_LIMIT" } },
    /^The quota of .* Elevation API is used up: OVER_QUERY_LIMIT\./,
  ],
  [
    "a key that isn't valid",
    NEWER,
    error(400, "INVALID_ARGUMENT", "API key not valid.", "API_KEY_INVALID"),
    /^Google refuses this tool's key for the Routes API: API_KEY_INVALID: API key not valid\. No other input helps/,
  ],
  [
    "an API that isn't enabled",
    NEWER,
    error(403, "PERMISSION_DENIED", "x", "SERVICE_DISABLED"),
    /refuses this tool's key .*: SERVICE_DISABLED: x\./,
  ],
  [
    "no billing",
    OLDER,
    { json: { status: "OVER_DAILY_LIMIT", error_message: "y" } },
    /refuses this tool's key .*: OVER_DAILY_LIMIT: y\./,
  ],
  [
    "an input that is refused",
    NEWER,
    error(400, "INVALID_ARGUMENT", "Too far."),
    /^The Routes API refuses this input: INVALID_ARGUMENT: Too far\. Give/,
  ],
  [
    "a request that is refused",
    OLDER,
    { json: { status: "INVALID_REQUEST" } },
    /^The Elevation API refuses this input: INVALID_REQUEST\./,
  ],
  [
    "a fault of Google",
    NEWER,
    error(503, "UNAVAILABLE", ""),
    /^The Routes API can't be reached now: UNAVAILABLE\. The same request may work later/,
  ],
  [
    "a fault of the older APIs",
    OLDER,
    { status: 500, json: { status: "UNKNOWN_ERROR" } },
    /Elevation API can't be reached now: UNKNOWN_ERROR\./,
  ],
  [
    "a page in the place of JSON",
    NEWER,
    { status: 502, text: "<html>" },
    /Routes API can't be reached now: it answered with status 502\./,
  ],
  [
    "no JSON",
    OLDER,
    { text: "OK" },
    /^The Elevation API answered in a way that its reference doesn't know.*: status 200 and no JSON\./,
  ],
  [
    "a URL that is too long",
    OLDER,
    { status: 414, text: "<html>" },
    /^The Elevation API refuses this input: it is too long\. Give/,
  ],
  ["a status that nobody knows", OLDER, { json: { status: "MAYBE" } }, /doesn't know.*: the status MAYBE\./],
  [
    "a redirect",
    NEWER,
    { status: 307, headers: { Location: "http://127.0.0.1:9/" } },
    /it redirects \(status 307\), which is not followed\./,
  ],
  [
    "a field of another type",
    NEWER,
    { json: { routes: [{ legs: "none" }] } },
    /doesn't know.*: routes\.0\.legs: Invalid input: expected array/,
  ],
  ["heights that are too few", OLDER, { json: { status: "OK", results: [] } }, /: 0 heights for 1 locations\./],
  [
    "an answer that is too long",
    OLDER,
    { text: Buffer.alloc(9 * 1024 * 1024, " ") },
    /it is longer than 8 MiB\. Ask for less at once\./,
  ],
] as const) {
  test(title, async () => {
    const used = await use(name, input, () => answer);
    assert.equal(used.is_error, true);
    assert.match(used.content, said);
    assert.equal(used.asked.length, 1);
  });
}

test("an answer that doesn't come in time", async (context) => {
  mock.method(AbortSignal, "timeout", (milliseconds: number) => {
    assert.equal(milliseconds, 20_000);
    return AbortSignal.abort(new DOMException("late", "TimeoutError"));
  });
  context.after(() => mock.restoreAll());
  const { content } = await use(...NEWER, () => ({}));
  assert.equal(
    content,
    "The Routes API can't be reached now: it didn't answer within 20 seconds. The same request may work later.",
  );
});

test("a connection that breaks is tried once more, and no more", async () => {
  const broken = await use(...NEWER, () => ({ hangUp: true }));
  assert.match(broken.content, /^The Routes API can't be reached now: \w+\. The same request may work later\.$/);
  assert.equal(broken.asked.length, 2);
  let requests = 0;
  const mended = await use(...OLDER, () => {
    requests += 1;
    return requests === 1 ? { hangUp: true } : { json: { status: "OK", results: [{ elevation: 7 }] } };
  });
  assert.deepEqual([mended.is_error, mended.asked.length], [false, 2]);
});

test("a field that there is not is refused before Google is asked", async () => {
  const { content, is_error, asked } = await use("maps_directions", { origin: "a", destination: "b", travel_mode: "walking" });
  assert.deepEqual([is_error, asked], [true, []]);
  assert.match(content, /input has no field travel_mode; allowed are /);
});
