/** The tools of `tests/events/tools.json` in TypeScript, which the conformance suite calls. */

import { text } from "node:stream/consumers";
import { ToolError, type ToolUse, toolHandler } from "toolkit";
import declaration from "../tools.json";

export const handler = toolHandler(declaration, {
  echo: ({ text, times = 1 }: { text: string; times?: number }) => ({ text, times }),
  nothing: () => "",
  refuse: ({ reason }: { reason: string }) => {
    throw new ToolError(reason);
  },
  crash: () => {
    const nobody = undefined as unknown as { name: string };
    return nobody.name;
  },
  repeat: ({ text, count }: { text: string; count: number }) => text.repeat(count),
  numbers: () => ({ big: 9007199254740993n, nan: Number.NaN, up: Number.POSITIVE_INFINITY, down: Number.NEGATIVE_INFINITY }),
  read: async ({ bucket, key }: { bucket: string; key: string }, use: ToolUse) => text(await use.open(bucket, key)),
});
