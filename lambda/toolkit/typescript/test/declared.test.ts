import assert from "node:assert/strict";
import { test } from "node:test";
import { read } from "../src/declared.ts";

const SCHEMA = {
  type: "object",
  properties: {
    names: { type: "array", items: { type: "string", maxLength: 5 } },
    at: { type: "object", properties: { x: { type: "number", maximum: 9 } }, additionalProperties: false },
    mode: { enum: ["fast", "slow"] },
  },
  required: ["names"],
  additionalProperties: false,
};

function errorOf(input: unknown): string {
  const [tool] = read({ tools: [{ name: "find", input_schema: SCHEMA }] }).values();
  try {
    tool?.check(input);
  } catch (error) {
    assert.equal((error as Error).name, "ToolError");
    return (error as Error).message;
  }
  throw new assert.AssertionError({ message: "it was accepted" });
}

test("an error names the path, what was given, the fields and the schema", () => {
  const allowed = `Its fields: names (required), at, mode. Its schema: ${JSON.stringify(SCHEMA)}`;
  for (const [input, said] of [
    [{ names: ["ok", 7] }, "The input of find is wrong: input.names[1] must be string. Given: 7."],
    [{ names: [], at: { x: 10 } }, "The input of find is wrong: input.at.x must be <= 9 (maximum). Given: 10."],
    [{ names: [], at: { y: 1 } }, 'The input of find is wrong: input.at must not have the field "y". Given: {"y":1}.'],
    [{ names: [], mode: "no" }, 'The input of find is wrong: input.mode must be one of "fast", "slow". Given: "no".'],
    [{}, "The input of find is wrong: input must have required property 'names'. Given: {}."],
    [[1], "The input of find has to be an object, not [1]."],
    [undefined, "The input of find has to be an object, not null."],
  ] as const) {
    assert.equal(errorOf(input), `${said} ${allowed}`);
  }
});

test("a long value is cut, and the message says how long it was", () => {
  assert.match(errorOf({ names: ["x".repeat(5000)] }), /Given: "x{299}… \(5002 characters\)\./);
});

test("defaults are not filled in, and nothing is converted", () => {
  const schema = { type: "object", properties: { n: { type: "integer", default: 3 } }, additionalProperties: false };
  const [tool] = read({ tools: [{ name: "count", input_schema: schema }] }).values();
  const input = {};
  tool?.check(input);
  assert.deepEqual(input, {});
  assert.throws(() => tool?.check({ n: "3" }), { name: "ToolError" });
});

test("lengths are counted in code points", () => {
  const [tool] = read({ tools: [{ name: "find", input_schema: SCHEMA }] }).values();
  tool?.check({ names: ["🏏🏏🏏🏏🏏"] });
});

test("a declaration that can't be right is refused when the function starts", () => {
  const refused = (declaration: unknown, message: RegExp) =>
    assert.throws(() => read(declaration), { name: "DeclarationError", message });
  refused(null, /can't be read as a declaration/);
  refused({ tools: [{ name: "find" }] }, /can't be read as a declaration/);
  refused({ tools: [{ name: "find", input_schema: { type: "object" } }] }, /"find" allows any other field/);
  refused(
    { tools: [{ name: "find", input_schema: { ...SCHEMA, properties: { names: { type: "strin" } } } }] },
    /input_schema of tool "find" is no JSON Schema/,
  );
  refused(
    { tools: [{ name: "find", input_schema: { ...SCHEMA, properties: { names: { type: "string", maxLenght: 1 } } } }] },
    /maxLenght/,
  );
});
