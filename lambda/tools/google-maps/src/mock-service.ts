/**
 * Marks results that a mock service answered. The mock service stands behind the gateway and marks each response.
 *
 * A distance is a bare number, so the whole result has a mark. An error result has none, because it holds no facts.
 */

import { AsyncLocalStorage } from "node:async_hooks";
import { Result, type ToolFunction } from "toolkit";

/** The header that local/mock_services/server.py sends. */
const HEADER = "x-mock-service";
const ANSWERED_BY = "a mock service for Google Maps: places, distances and heights are made up or rough estimates";

/** Holds a value for each tool use, also if several run at a time. */
const uses = new AsyncLocalStorage<{ byMockService: boolean }>();

/** Remembers, for this tool use, if a mock service sent the response. */
export function noteWhoAnswered(response: Response): void {
  const use = uses.getStore();
  if (use && response.headers.has(HEADER)) {
    use.byMockService = true;
  }
}

/** Returns tools whose results begin with `answered_by` if a mock service answered a request. Other results have no such field. */
export function sayingWhoAnswered(tools: Record<string, ToolFunction>): Record<string, ToolFunction> {
  return Object.fromEntries(Object.entries(tools).map(([name, tool]) => [name, saying(tool)]));
}

function saying(tool: ToolFunction): ToolFunction {
  return (input, toolUse) => {
    const use = { byMockService: false };
    return uses.run(use, async () => {
      const value = await tool(input, toolUse);
      return use.byMockService ? marked(value) : value;
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
