import assert from "node:assert/strict";
import { test } from "node:test";
import { read } from "../src/tool-use.ts";

function use(run: unknown): object {
  return { id: "toolu_1", name: "n", input: {}, run };
}

test("a run's results need a bucket and a folder", () => {
  const both = "run.results needs both bucket and prefix, neither of them empty";
  const folder = "run.results.prefix has to be a folder that ends with /, like runs/run-1/, not ";
  for (const [results, message] of [
    [{}, both],
    [{ bucket: "b" }, both],
    [{ bucket: "b", prefix: null }, both],
    [{ bucket: "", prefix: "runs/r/" }, both],
    [{ bucket: "b", prefix: "" }, both],
    [{ bucket: "b", prefix: "/" }, `${folder}"/"`],
    [{ bucket: "b", prefix: "runs/r" }, `${folder}"runs/r"`],
    [{ bucket: {}, prefix: "runs/r/" }, "run.results.bucket of a tool use has to be text, not an object"],
  ]) {
    assert.throws(() => read(use({ results })), { name: "MalformedEventError", message });
  }
});

test("null is as good as no run", () => {
  for (const run of [undefined, null, {}, { results: null }]) {
    const { bucket, prefix } = read(use(run));
    assert.deepEqual([bucket, prefix], [null, null]);
  }
});
