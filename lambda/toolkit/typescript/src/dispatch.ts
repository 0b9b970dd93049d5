/** Calls the function that a Lambda event names, and makes a tool result of its answer. */

import * as declared from "./declared.ts";
import { DeclarationError, ToolError } from "./errors.ts";
import { refuseHalfPairs } from "./half-pairs.ts";
import { jsonBytes } from "./json.ts";
import { ToolUseLog } from "./log.ts";
import { content } from "./result.ts";
import * as toolUse from "./tool-use.ts";

/**
 * Takes the input, which fits the tool's schema, and the tool use. Returns text, plain JSON or a `Result`, or a promise of one.
 * If it throws `ToolError`, the result has is_error. The handler throws any other error too, so that the state machine retries or
 * tells the model.
 */
// TypeScript can't read the input's type from the schema in tools.json.
// biome-ignore lint/suspicious/noExplicitAny: each function names the shape that its schema has.
export type ToolFunction = (input: any, use: toolUse.ToolUse) => unknown;

export interface ToolResult {
  type: "tool_result";
  tool_use_id: string;
  name: string;
  content: string;
  is_error: boolean;
}

export type Handler = (event: unknown) => Promise<ToolResult>;

/**
 * Returns a Lambda handler for the tools of one `tools.json`. Throws DeclarationError if a declared tool has no function, or a
 * function no declaration.
 *
 * functions: one for each tool, by the tool's name.
 */
export function toolHandler(declaration: unknown, functions: Record<string, ToolFunction>): Handler {
  const tools = declared.read(declaration);
  const [names, given] = [[...tools.keys()].sort(), Object.keys(functions).sort()];
  if (names.join() !== given.join()) {
    throw new DeclarationError(
      `tools.json declares ${names.join(", ")}, and there are functions for ${given.join(", ") || "nothing"}`,
    );
  }

  async function answer(use: toolUse.ToolUse): Promise<{ value: unknown; isError: boolean }> {
    try {
      refuseHalfPairs(use);
      const [tool, run] = [tools.get(use.name), functions[use.name]];
      if (!tool || !run) {
        throw new ToolError(`There is no tool ${JSON.stringify(use.name)} here. There are: ${[...tools.keys()].join(", ")}.`);
      }
      return { value: await run(tool.fit(use.input), use), isError: false };
    } catch (error) {
      if (error instanceof ToolError) {
        return { value: error.content, isError: true };
      }
      throw error;
    }
  }

  return async (event) => {
    const use = toolUse.read(event);
    const log = new ToolUseLog(use);
    try {
      const { value, isError } = await answer(use);
      const { text, storedBytes } = await content(value, use);
      log.write(isError ? "error" : "ok", {
        input_bytes: jsonBytes(use.input),
        content_bytes: jsonBytes(text),
        stored_bytes: storedBytes,
      });
      return { type: "tool_result", tool_use_id: use.id, name: use.name, content: text, is_error: isError };
    } catch (crash) {
      log.write("crash", { error_class: crash instanceof Error ? crash.name : typeof crash });
      throw crash;
    }
  };
}
