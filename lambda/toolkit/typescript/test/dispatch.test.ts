import assert from "node:assert/strict";
import { test } from "node:test";
import { Result, ToolError, toolHandler } from "../src/toolkit.ts";

function declaration(...names: string[]): object {
  const input_schema = { type: "object", properties: {}, additionalProperties: false };
  return { tools: names.map((name) => ({ name, input_schema })) };
}

function event(name: string): object {
  return { id: "toolu_1", name, input: {} };
}

test("declared tools and functions have to be the same", () => {
  assert.throws(() => toolHandler(declaration("a", "b"), { a: () => 1, c: () => 2 }), {
    name: "DeclarationError",
    message: "tools.json declares a, b, and there are functions for a, c",
  });
});

test("a function may be asynchronous, and gets the tool use", async () => {
  const handler = toolHandler(declaration("who"), { who: async (_, use) => ({ id: use.id, run: use.execution }) });
  assert.equal((await handler(event("who"))).content, '{"id":"toolu_1","run":null}');
});

test("an error of a tool may hold JSON", async () => {
  const handler = toolHandler(declaration("fail"), {
    fail: async () => {
      throw new ToolError({ left: 2 });
    },
  });
  const { content, is_error } = await handler(event("fail"));
  assert.deepEqual([content, is_error], ['{"left":2}', true]);
});

test("a result that is not plain JSON is raised", async () => {
  const handler = toolHandler(declaration("odd"), { odd: () => new Set() });
  await assert.rejects(handler(event("odd")), { name: "TypeError", message: /Set/ });
});

test("a name of a method that every object has is no tool", async () => {
  const handler = toolHandler(declaration("a"), { a: () => 1 });
  const { content, is_error } = await handler(event("toString"));
  assert.deepEqual([content, is_error], ['There is no tool "toString" here. There are: a.', true]);
});

test("a preview of its own is shown where the value is too big, and its beginning where the preview is too big too", async () => {
  const big = "x".repeat(20_000);
  const handler = toolHandler(declaration("short", "long"), {
    short: () => new Result(big, { rows: 3 }),
    long: () => new Result(big, { rows: big }),
  });
  assert.deepEqual(JSON.parse((await handler(event("short"))).content).preview, { rows: 3 });
  assert.match(JSON.parse((await handler(event("long"))).content).preview, /^x{2048,4096}…$/);
});

test("a preview that ends in the middle of a character leaves it out", async () => {
  const handler = toolHandler(declaration("emoji"), { emoji: () => `x${"🏏".repeat(10_000)}` });
  assert.match(JSON.parse((await handler(event("emoji"))).content).preview, /^x(🏏)+…$/u);
});
