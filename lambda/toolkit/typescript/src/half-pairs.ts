/** Refuses an input with half of a surrogate pair. JSON can write one, as `\ud83d`, but UTF-8 can't, so it can't be stored or sent. */

import { ToolError } from "./errors.ts";
import type { ToolUse } from "./tool-use.ts";

// JSON.stringify escapes the halves alone. The backslash of an escape has no backslash before it, or an even number.
const HALF = /(?<!\\)(?:\\\\)*(\\ud[89a-f][0-9a-f]{2})/;

/** Throws ToolError if a text or a name in the input has half of a surrogate pair. */
export function refuseHalfPairs(use: ToolUse): void {
  const half = HALF.exec(JSON.stringify(use.input) ?? "")?.[1];
  if (half) {
    throw new ToolError(
      `The input of ${use.name} has half of a surrogate pair (${half}), which is no character. Write the whole character, or ` +
        "leave it out.",
    );
  }
}
