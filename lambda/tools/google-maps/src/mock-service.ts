/**
 * Marks results that a mock service answered. The mock service stands behind the gateway and marks each response.
 *
 * A distance is a bare number, so the whole result has a mark. An error begins with one: that Google knows no such address is not
 * true of Google.
 */

import { AsyncLocalStorage } from "node:async_hooks";
import { Result, ToolError, type ToolFunction } from "toolkit";

/** The header that local/mock_services/server.py sends. */
const HEADER = "x-mock-service";
const ANSWERED_BY = "a mock service for Google Maps: places, distances and heights are made up or rough estimates";

const ERROR_OF = "A mock service answered in Google's place: ";

/** Holds a value for each tool use, also if several run at a time. */
const uses = new AsyncLocalStorage<{ byMockService: boolean }>();

/** Remembers, for this tool use, if a mock service sent the response. */
export function noteWhoAnswered(response: Response): void {
  const use = uses.getStore();
  if (use && response.headers.has(HEADER)) {
    use.byMockService = true;
  }
}

/** Returns tools whose results and errors say first if a mock service answered a request. Others say nothing of it. */
export function sayingWhoAnswered(tools: Record<string, ToolFunction>): Record<string, ToolFunction> {
  return Object.fromEntries(Object.entries(tools).map(([name, tool]) => [name, saying(tool)]));
}

function saying(tool: ToolFunction): ToolFunction {
  return (input, toolUse) => {
    const use = { byMockService: false };
    return uses.run(use, async () => {
      try {
        const value = await tool(input, toolUse);
        return use.byMockService ? marked(value) : value;
      } catch (error) {
        if (use.byMockService && error instanceof ToolError) {
          throw new ToolError(`${ERROR_OF}${error.message}`, { cause: error });
        }
        throw error;
      }
    });
  };
}

/** The tools here return objects, or Results of them. */
function marked(value: unknown): unknown {
  if (value instanceof Result) {
    return new Result(marked(value.value), value.preview === undefined ? undefined : marked(value.preview), value.stored);
  }
  return { answered_by: ANSWERED_BY, ...(value as object) };
}
