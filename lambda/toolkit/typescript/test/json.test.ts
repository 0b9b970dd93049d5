import assert from "node:assert/strict";
import { test } from "node:test";
import { asJson, jsonBytes } from "../src/json.ts";

test("what JSON can't write becomes text, and a bigint keeps its digits", () => {
  assert.equal(
    asJson({ big: 9007199254740993n, list: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1.5, null, true] }),
    '{"big":9007199254740993,"list":["NaN","Infinity","-Infinity",1.5,null,true]}',
  );
});

test("half of a surrogate pair becomes a question mark, in names too, and a whole pair stays", () => {
  assert.equal(asJson({ "a\ud800": "\udfffb🏏" }), '{"a?":"?b🏏"}');
});

test("a field that is undefined is left out", () => {
  assert.equal(asJson({ a: undefined, b: 1 }), '{"b":1}');
});

test("what is not plain JSON is an error that names its class", () => {
  assert.throws(() => asJson(new Map()), { name: "TypeError", message: "a tool returned a Map, which is not plain JSON" });
  assert.throws(() => asJson(new Date(0)), { name: "TypeError", message: "a tool returned a Date, which is not plain JSON" });
  assert.throws(() => asJson([undefined]), { name: "TypeError", message: /a value of type undefined/ });
  assert.throws(() => asJson(() => 1), { name: "TypeError", message: /a value of type function/ });
});

test("the size of a text counts its quotes and escapes, in UTF-8", () => {
  assert.equal(jsonBytes('é"\n'), 2 + 2 + 2 + 2);
});
