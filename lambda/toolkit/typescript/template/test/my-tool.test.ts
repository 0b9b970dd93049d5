/** Tests of the results of `my_tool`. Run: node lambda/toolkit/typescript/programs/test.mjs lambda/tools/my-tool */

import assert from "node:assert/strict";
import { test } from "node:test";
import { handler } from "../src/index.ts";

function use(input: object) {
  return handler({ id: "toolu_1", name: "my_tool", input });
}

test("words and characters are counted", async () => {
  for (const [text, words, characters] of [
    ["", 0, 0],
    [" one  two\n", 2, 10],
    ["日本 🏏", 2, 4],
    ["e\u0301\u00a0x", 2, 4],
  ] as const) {
    const result = await use({ text });
    assert.deepEqual([result.is_error, JSON.parse(result.content)], [false, { words, characters }]);
  }
});

test("an input that breaks the schema is an error that says what is allowed", async () => {
  const { content, is_error } = await use({ txet: "x" });
  assert.equal(is_error, true);
  assert.match(content, /my_tool takes: text \(string, required\)\./);
});
