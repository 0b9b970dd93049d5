/** The keys of files in S3. docs/reference/contracts.md, Keys, has the rules. They are the same in every language. */

import { createHash } from "node:crypto";
import { whole } from "./json.ts";

/** The folder of the bucket into which people put files for agents. */
export const INPUTS = "inputs/";

const MOST_PART_BYTES = 128;
const END_BYTES = 30;
const KEPT = /[A-Za-z0-9_.-]/;

const WRITTEN = /^[A-Za-z0-9_=-][A-Za-z0-9_.=-]*(\/[A-Za-z0-9_=-][A-Za-z0-9_.=-]*)*$/;

/** Parts that are empty or nothing but dots in Unicode's form NFKC. */
const NO_NAME = /(^|\/)[.\u2024\u2025\u2026\ufe19\ufe30\ufe52\uff0e]*(\/|$)/;
/** The backslash, and the characters whose form NFKC has a slash, a backslash or a percent sign. */
const HIDDEN = /[\\\u2100\u2101\u2105\u2106\ufe68\ufe6a\uff05\uff0f\uff3c]|\p{Cc}/u;
const ESCAPE = /%(00|25|2e|2f|5c)/i;

/** Returns the part of a key for an id or a name. Two texts never have one part. It is never empty, `.` or `..`. */
export function part(text: string): string {
  if (whole(text) !== text) {
    throw new RangeError(`${JSON.stringify(text)} names no file: it has half of a surrogate pair, which is no character`);
  }
  let escaped = "";
  for (const byte of Buffer.from(text)) {
    const letter = String.fromCharCode(byte);
    const kept = KEPT.test(letter) && !(letter === "." && escaped === "");
    escaped += kept ? letter : `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  if (escaped.length <= MOST_PART_BYTES) {
    return escaped || "=";
  }
  const digest = createHash("sha256").update(text).digest("hex");
  return `${escaped.slice(0, END_BYTES)}==${digest}==${escaped.slice(-END_BYTES)}`;
}

/** Returns whether a file is one of the run, whose keys begin with the prefix, or one that people put there for agents. */
export function beginsWell(prefix: string, key: string): boolean {
  return key.startsWith(prefix) || key.startsWith(INPUTS);
}

/** Returns whether a key that begins well may lead elsewhere. A client or a server might follow dots and undo escapes. */
export function strays(prefix: string, key: string): boolean {
  if (key.startsWith(prefix)) {
    return !WRITTEN.test(key.slice(prefix.length));
  }
  const rest = key.slice(INPUTS.length);
  return NO_NAME.test(rest) || HIDDEN.test(rest) || ESCAPE.test(rest);
}
