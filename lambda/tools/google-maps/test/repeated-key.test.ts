import assert from "node:assert/strict";
import { test } from "node:test";
import { parseWithoutKey } from "../src/repeated-key.ts";

const KEY = "AIzaSyZt8QpLw4vN2xRk7Yb1Gc6Hd9Jf0Ms3Ae5";
const LEFT_OUT = "(left out, because it holds the API key)";

const each = (form: (code: number) => string) => [...KEY].map((char) => form(char.charCodeAt(0))).join("");
const hex = (code: number) => code.toString(16);

const FORMS = {
  capitals: KEY.toUpperCase(),
  spaces: [...KEY].join(" "),
  lines: `${KEY.slice(0, 12)}\n${KEY.slice(12, 20)}\r\n${KEY.slice(20)}`,
  "lines of JSON": `${KEY.slice(0, 12)}\\n${KEY.slice(12)}`,
  "no width": [...KEY].join("\u200b"),
  half: KEY.slice(0, KEY.length / 2),
  "the other half": KEY.slice(KEY.length / 2),
  percent: each((code) => `%${hex(code)}`),
  "percent twice": each((code) => `%25${hex(code)}`),
  JSON: each((code) => `\\u00${hex(code)}`),
  HTML: each((code) => `&#${code};`),
  "HTML twice": each((code) => `&amp;#x${hex(code)};`),
  hex: Buffer.from(KEY).toString("hex"),
  bytes: Buffer.from(KEY).join(", "),
  base64: Buffer.from(KEY).toString("base64"),
  "base64 of more": Buffer.from(`key=${KEY}!`).toString("base64url"),
  "base64 in a URL": encodeURIComponent(Buffer.from(KEY).toString("base64")),
};

for (const [name, form] of Object.entries(FORMS)) {
  test(`a text with the key as ${name} is left out of an answer`, () => {
    const answer = { status: "REQUEST_DENIED", error: { message: `Invalid key ${form}!`, code: 403 } };
    assert.deepEqual(parseWithoutKey(JSON.stringify(answer), KEY), {
      status: "REQUEST_DENIED",
      error: { message: LEFT_OUT, code: 403 },
    });
  });
}

test("of a text with the key as it is, the key alone is left out", () => {
  assert.deepEqual(parseWithoutKey(JSON.stringify([`Invalid key ${KEY}!`]), KEY), ["Invalid key [the key]!"]);
});

test("a text without the key stays as it is", () => {
  const answer = [
    "AIza keys begin so",
    "https://example.com/a%20b?c=1&amp;d=2",
    "\\u00e9 1,234 <br>",
    { points: "_p~iF~ps|U_ulLnnqC" },
  ];
  assert.deepEqual(parseWithoutKey(JSON.stringify(answer), KEY), answer);
  assert.deepEqual(parseWithoutKey('["mock-key is a word"]', "mock-key"), ["mock-key is a word"]);
});
