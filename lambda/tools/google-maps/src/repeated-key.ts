/**
 * Takes the key out of Google's answers, which may repeat it: with spaces or line breaks in it, or encoded.
 *
 * Escapes of a text are resolved, and its letters and digits alone are compared with the key and with its encodings.
 */

const LEFT_OUT = "(left out, because it holds the API key)";
const SHORTEST_KEY = 20;
/** How often a text may be encoded. */
const LAYERS = 4;
/** The length of the parts of a key that are looked for. Any part that is 14 characters long holds one of them. */
const PIECE = 10;
const STRIDE = 5;

const ESCAPE =
  /\\+u\{?([0-9a-f]{4,6})\}?|(?:\\+x|%|\b0x)([0-9a-f]{2})|&#x([0-9a-f]{1,6});|&#([0-9]{1,7});|&amp;|\\+[nrtbfv]|<\s*\/?\s*w?br\s*\/?\s*>/gi;

/** Returns JSON's value. A text in it that holds the key or a part of it has a note in its place. Throws if it is no JSON. */
export function parseWithoutKey(json: string, key: string): unknown {
  // The laptop's mock service takes shorter keys, which are words that any text may hold.
  if (key.length < SHORTEST_KEY) {
    return JSON.parse(json);
  }
  const pieces = forms(key).flatMap((form) => piecesOf(form));
  return JSON.parse(json, (_, value: unknown) => (typeof value === "string" ? withoutKey(value, key, pieces) : value));
}

function withoutKey(text: string, key: string, pieces: string[]): string {
  if (text.length < PIECE) {
    return text;
  }
  const rest = text.replaceAll(key, "[the key]");
  const read = [letters(rest), letters(resolved(rest))];
  return pieces.some((piece) => read.some((each) => each.includes(piece))) ? LEFT_OUT : rest;
}

/** Returns the text with its escapes resolved, those within escapes too. */
function resolved(text: string): string {
  let read = text;
  for (let layer = 0; layer < LAYERS; layer++) {
    const before = read;
    read = read.replace(ESCAPE, (found, unicode?: string, hex?: string, entityInHex?: string, entity?: string) => {
      if (found.toLowerCase() === "&amp;") {
        return "&";
      }
      const code = entity ? Number(entity) : Number.parseInt(unicode ?? hex ?? entityInHex ?? "20", 16);
      return code >= 0x20 && code <= 0x10ffff ? String.fromCodePoint(code) : " ";
    });
    if (read === before) {
      break;
    }
  }
  return read;
}

/** Returns the letters and digits of a text, in small letters. Wide ones become plain ones. */
function letters(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "");
}

/** Returns the letters and digits of the key, backwards too, and of its encodings. The encodings may begin before the key. */
function forms(key: string): string[] {
  const bytes = Buffer.from(key);
  const found = [key, [...key].reverse().join(""), bytes.toString("hex"), bytes.join("")];
  for (let before = 0; before < 3; before++) {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    found.push(encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6)));
  }
  return found.map(letters);
}

function piecesOf(form: string): string[] {
  const pieces = [];
  for (let at = 0; at + PIECE <= form.length; at += STRIDE) {
    pieces.push(form.slice(at, at + PIECE));
  }
  return pieces;
}
