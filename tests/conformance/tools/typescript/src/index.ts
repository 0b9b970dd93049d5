/** The tools of `tests/events/tools.json` in TypeScript, which the conformance suite calls. */

import { text } from "node:stream/consumers";
import { DeclarationError, secret, ToolError, type ToolUse, toolHandler } from "toolkit";
import declaration from "../tools.json";

async function probe({ schema, required, input }: { schema: string; required: boolean; input: string }): Promise<string> {
  const input_schema = {
    type: "object",
    properties: { v: JSON.parse(schema) },
    required: required ? ["v"] : [],
    additionalProperties: false,
  };
  const result = await handlerOf({ tools: [{ name: "take", input_schema }] })({
    id: "toolu_2",
    name: "take",
    input: JSON.parse(input),
  });
  if (result.is_error) {
    throw new ToolError(result.content);
  }
  return result.content;
}

function handlerOf(declared: object) {
  try {
    return toolHandler(declared, { take: (given: object) => given });
  } catch (error) {
    throw error instanceof DeclarationError ? new ToolError(`DeclarationError: ${error.message}`) : error;
  }
}

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
  store: async ({ name }: { name: string }, use: ToolUse) => ({ ...(await use.store(name, "stored", "text/plain")) }),
  reveal: async () => (await secret("door")).reveal(),
  probe,
});
