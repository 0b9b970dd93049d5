/** Reads the tools that `tools.json` declares, and checks a tool's input against its schema. */

import { DeclarationError, ToolError } from "./errors.ts";
import { fit } from "./fitting.ts";
import { readSchema, type Schema } from "./schema.ts";

/** One entry of `tools.json`. */
export class DeclaredTool {
  readonly #schema: Schema;

  constructor(
    readonly name: string,
    schema: unknown,
  ) {
    this.#schema = readSchema(name, schema);
  }

  /** Returns an input as the tool's function takes it. Throws ToolError if it doesn't fit the schema. */
  fit(given: unknown): unknown {
    const { fitted, problems } = fit(given, this.#schema);
    if (problems.length > 0) {
      throw new ToolError(`The input of ${this.name} is wrong: ${problems.join(". ")}. ${this.#takes()}`);
    }
    return fitted;
  }

  /** Returns the fields of the tool, like `query takes: sql (string, required), rows (integer).` */
  #takes(): string {
    const { fields, required } = this.#schema;
    const said = [...fields].map(([name, field]) => `${name} (${field.kind}${required.has(name) ? ", required" : ""})`);
    return `${this.name} takes: ${said.join(", ") || "no fields"}.`;
  }
}

/** Returns all tools of a `tools.json`, by name. */
export function read(declaration: unknown): Map<string, DeclaredTool> {
  const tools = (declaration as { tools?: { name?: unknown; input_schema?: unknown }[] } | null)?.tools;
  if (!Array.isArray(tools) || tools.some((tool) => typeof tool?.name !== "string")) {
    throw new DeclarationError(
      "tools.json can't be read as a declaration of tools: it needs tools, each with name and input_schema",
    );
  }
  return new Map(tools.map((tool) => [tool.name as string, new DeclaredTool(tool.name as string, tool.input_schema)]));
}
