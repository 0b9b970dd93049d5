import assert from "node:assert/strict";
import { test } from "node:test";
import { read } from "../src/declared.ts";

const SCHEMA = {
  type: "object",
  properties: {
    names: { type: "array", items: { type: "string", maxLength: 5 } },
    at: { type: "object", properties: { x: { type: "number", maximum: 9 } }, additionalProperties: false },
    mode: { type: "string", enum: ["fast", "slow"] },
  },
  required: ["names"],
  additionalProperties: false,
};

function errorOf(input: unknown): string {
  const [tool] = read({ tools: [{ name: "find", input_schema: SCHEMA }] }).values();
  try {
    tool?.fit(input);
  } catch (error) {
    assert.equal((error as Error).name, "ToolError");
    return (error as Error).message;
  }
  throw new assert.AssertionError({ message: "it was accepted" });
}

test("an error names the path, what was given, what is allowed and the fields", () => {
  const takes = "find takes: names (array, required), at (object), mode (string).";
  const optional = "the field is optional: leave it out if there is no value for it";
  for (const [input, said] of [
    [{ names: ["ok", 7] }, "input.names[1] is 7; allowed is a text, 5 or fewer characters."],
    [{ names: [], at: { x: 10 } }, `input.at.x is 10; allowed is a number, 9 or less; ${optional}.`],
    [{ names: [], at: { y: 1 } }, "input.at has no field y; allowed are x."],
    [{ names: [], mode: "no" }, `input.mode is "no"; allowed is a text, one of "fast", "slow"; ${optional}.`],
    [{ names: "no" }, 'input.names is "no"; allowed is a list, and not a text.'],
    [{}, "input.names is missing; allowed is a list."],
    [{ toString: 1, names: [] }, "input has no field toString; allowed are names, at, mode."],
    [[1], "input is [1]; allowed is an object."],
    [undefined, "input is null; allowed is an object."],
  ] as const) {
    assert.equal(errorOf(input), `The input of find is wrong: ${said} ${takes}`);
  }
});

test("a long value is cut, and the message says how long it was", () => {
  assert.match(errorOf({ names: ["x".repeat(5000)] }), /is "x{299}… \(5002 characters\);/);
});

test("a null for an optional field is left out, at every depth, and nothing is converted", () => {
  const [tool] = read({ tools: [{ name: "find", input_schema: SCHEMA }] }).values();
  assert.deepEqual(tool?.fit({ names: [], at: { x: null }, mode: null }), { names: [], at: {} });
  assert.throws(() => tool?.fit({ names: [], at: { x: "3" } }), { name: "ToolError" });
});

test("lengths are counted in code points", () => {
  const [tool] = read({ tools: [{ name: "find", input_schema: SCHEMA }] }).values();
  tool?.fit({ names: ["🏏🏏🏏🏏🏏"] });
});

test("a declaration that can't be right is refused when the function starts", () => {
  const refused = (declaration: unknown, message: RegExp) =>
    assert.throws(() => read(declaration), { name: "DeclarationError", message });
  refused(null, /can't be read as a declaration/);
  refused({ tools: [{ input_schema: SCHEMA }] }, /can't be read as a declaration/);
  refused({ tools: [{ name: "find" }] }, /input_schema is null; allowed is an object/);
  refused(
    { tools: [{ name: "find", input_schema: { type: "object" } }] },
    /schema of tool 'find' can't be used: input_schema allows any other field: it needs additionalProperties false/,
  );
  refused(
    { tools: [{ name: "find", input_schema: { ...SCHEMA, properties: { names: { type: "strin" } } } }] },
    /input_schema\.properties\.names\.type is "strin"; allowed are object/,
  );
  refused(
    { tools: [{ name: "find", input_schema: { ...SCHEMA, properties: { names: { type: "string", maxLenght: 1 } } } }] },
    /input_schema\.properties\.names has the key maxLenght; allowed are type/,
  );
});
