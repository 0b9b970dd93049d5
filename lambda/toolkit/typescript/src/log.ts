/** Writes one line of JSON for each tool use. The line holds the outcome and sizes, never the content. */

import type { ToolUse } from "./tool-use.ts";

/** "error" is a result with is_error, "crash" an error that was raised. */
type Outcome = "ok" | "error" | "crash";

/** Measures one tool use and writes its line at the end. */
export class ToolUseLog {
  readonly #started = performance.now();

  constructor(readonly use: ToolUse) {}

  write(outcome: Outcome, more: Record<string, string | number | null>): void {
    const line = {
      message: "tool_use",
      outcome,
      execution: this.use.execution,
      agent: this.use.agent,
      tool: this.use.name,
      tool_use_id: this.use.id,
      duration_ms: Math.round(performance.now() - this.#started),
      ...more,
    };
    // Lambda's console.log would wrap the line.
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
}
