/** Reads the tools that `tools.json` declares, and checks a tool's input against its schema. */

import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { DeclarationError, ToolError } from "./errors.ts";

/** The most characters of a wrong value that an error repeats. They are enough to recognise it, and don't double a prompt. */
const MOST_SHOWN = 300;

// verbose adds the wrong value to an error.
const AJV = new Ajv({ verbose: true, allowUnionTypes: true, strictRequired: true, addUsedSchema: false });

interface Schema {
  properties?: Record<string, unknown>;
  required?: string[];
  additionalProperties?: unknown;
}

/** One entry of `tools.json`. */
export class DeclaredTool {
  readonly #validate: ValidateFunction;

  constructor(
    readonly name: string,
    readonly schema: Schema,
  ) {
    if (schema.additionalProperties !== false) {
      throw new DeclarationError(`the schema of tool "${name}" allows any other field: it needs additionalProperties false`);
    }
    try {
      this.#validate = AJV.compile(schema);
    } catch (wrong) {
      throw new DeclarationError(`the input_schema of tool "${name}" is no JSON Schema: ${(wrong as Error).message}`, {
        cause: wrong,
      });
    }
  }

  /** Throws ToolError if an input doesn't fit. It says what was given and what is allowed. */
  check(given: unknown): void {
    if (typeof given !== "object" || given === null || Array.isArray(given)) {
      throw new ToolError(`The input of ${this.name} has to be an object, not ${shown(given)}. ${this.#allowed()}`);
    }
    if (!this.#validate(given)) {
      const wrong = this.#validate.errors?.[0] as ErrorObject;
      throw new ToolError(
        `The input of ${this.name} is wrong: ${cut(message(wrong))}. Given: ${shown(wrong.data)}. ${this.#allowed()}`,
      );
    }
  }

  #allowed(): string {
    const required = this.schema.required ?? [];
    const fields = Object.keys(this.schema.properties ?? {}).map((name) => name + (required.includes(name) ? " (required)" : ""));
    return `Its fields: ${fields.join(", ") || "none"}. Its schema: ${JSON.stringify(this.schema)}`;
  }
}

/** Returns all tools of a `tools.json`, by name. */
export function read(declaration: unknown): Map<string, DeclaredTool> {
  const tools = (declaration as { tools?: { name?: unknown; input_schema?: unknown }[] } | null)?.tools;
  if (!Array.isArray(tools) || tools.some((tool) => typeof tool?.name !== "string" || typeof tool.input_schema !== "object")) {
    throw new DeclarationError(
      "tools.json can't be read as a declaration of tools: it needs tools, each with name and input_schema",
    );
  }
  return new Map(tools.map((tool) => [tool.name as string, new DeclaredTool(tool.name as string, tool.input_schema as Schema)]));
}

/** Returns a sentence like `input.origins[0] must be string`. It adds the field or the bound where the validator leaves it out. */
function message({ instancePath, keyword, params, message = "is wrong" }: ErrorObject): string {
  const path = `input${instancePath.replace(/\/(\d+)(?=\/|$)/g, "[$1]").replaceAll("/", ".")}`;
  switch (keyword) {
    case "additionalProperties":
      return `${path} must not have the field "${params.additionalProperty}"`;
    case "enum":
      return `${path} must be one of ${params.allowedValues.map((value: unknown) => JSON.stringify(value)).join(", ")}`;
    case "minimum":
    case "maximum":
      return `${path} ${message} (${keyword})`;
    default:
      return `${path} ${message}`;
  }
}

/** Returns a value as the model wrote it, cut to MOST_SHOWN. */
function shown(value: unknown): string {
  return cut(JSON.stringify(value ?? null));
}

function cut(text: string): string {
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}… (${text.length} characters)`;
}
