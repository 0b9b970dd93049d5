/**
 * Reads a schema of the dialect that docs/reference/tools-json.md describes. tests/events/fields.json has cases of it for all
 * languages.
 */

import { RE2JS } from "re2js";
import { DeclarationError } from "./errors.ts";
import { cut, isObject, shown } from "./shown.ts";

/** The most schemas that lie in each other. */
const MOST_DEPTH = 20;

const BOUNDS = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"] as const;
const COUNTS = ["minLength", "maxLength", "minItems", "maxItems"] as const;
const KEYS_OF_ALL = ["type", "title", "description"];
const KEYS = {
  object: ["properties", "required", "additionalProperties"],
  array: ["items", "minItems", "maxItems", "uniqueItems"],
  string: ["enum", "minLength", "maxLength", "pattern"],
  integer: [...BOUNDS],
  number: [...BOUNDS],
  boolean: [] as string[],
};

/** A pattern of the syntax that means the same in all languages: docs/reference/tools-json.md#patterns */
const PATTERN_SYNTAX =
  String.raw`^(?:(?:\\[tnr\\^$.*+?()\[\]{}|/]|\[\^?(?:\\[tnr\\^$.*+?()\[\]{}|/-]|[^\[\]\\$])+\]` +
  String.raw`|[^\\\[\](){}.*+?|^$]|\))(?:(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??)?|\((?:\?:)?|[|^$])*$`;

export type Kind = keyof typeof KEYS;
export type Limit = (typeof BOUNDS)[number] | (typeof COUNTS)[number];

export interface Schema {
  kind: Kind;
  fields: Map<string, Schema>;
  required: Set<string>;
  items: Schema | undefined;
  unique: boolean;
  choices: string[] | undefined;
  limits: Map<Limit, number>;
  pattern: RE2JS | undefined;
}

/** Throws DeclarationError, which says where a schema isn't of the dialect. */
export function readSchema(tool: string, given: unknown): Schema {
  const refuse = (why: string) => new DeclarationError(`the schema of tool '${tool}' can't be used: ${why}`);
  return read(given, "input_schema", 1, refuse);
}

function read(given: unknown, path: string, depth: number, refuse: (why: string) => DeclarationError): Schema {
  if (depth > MOST_DEPTH) {
    throw refuse(`${path} lies too deep; allowed are ${MOST_DEPTH} schemas in each other`);
  }
  if (!isObject(given)) {
    throw refuse(`${path} is ${shown(given)}; allowed is an object`);
  }
  const kind = given.type;
  if (!isKind(kind)) {
    throw refuse(`${path}.type is ${shown(kind)}; allowed are ${Object.keys(KEYS).join(", ")}`);
  }
  const schema: Schema = {
    kind,
    fields: new Map(),
    required: new Set(),
    items: undefined,
    unique: false,
    choices: undefined,
    limits: new Map(),
    pattern: undefined,
  };
  const allowed = [...KEYS_OF_ALL, ...KEYS[kind]];
  for (const [key, value] of Object.entries(given)) {
    if (!allowed.includes(key)) {
      throw refuse(`${path} has the key ${cut(key)}; allowed are ${allowed.join(", ")}`);
    }
    if (!take(schema, key, value)) {
      throw refuse(`${path}.${key} can't be ${shown(value)}`);
    }
  }
  if (kind === "array") {
    schema.items = read(given.items, `${path}.items`, depth + 1, refuse);
  }
  if (kind !== "object") {
    return schema;
  }
  const properties = given.properties;
  if (given.additionalProperties !== false) {
    throw refuse(`${path} allows any other field: it needs additionalProperties false`);
  }
  if (!isObject(properties)) {
    throw refuse(`${path} has no properties`);
  }
  for (const name of schema.required) {
    if (!Object.hasOwn(properties, name)) {
      throw refuse(`${path}.required names ${name}, which isn't one of the properties`);
    }
  }
  for (const [name, field] of Object.entries(properties)) {
    schema.fields.set(name, read(field, `${path}.properties.${name}`, depth + 1, refuse));
  }
  return schema;
}

/** Keeps the value of a key. Returns false for a value that the key can't have. */
function take(schema: Schema, key: string, value: unknown): boolean {
  if (isOneOf(COUNTS, key) || isOneOf(BOUNDS, key)) {
    const isCount = isOneOf(COUNTS, key);
    if (!Number.isFinite(value) || (isCount && !(Number.isInteger(value) && (value as number) >= 0))) {
      return false;
    }
    schema.limits.set(key, value as number);
    return true;
  }
  switch (key) {
    case "type":
    case "properties":
    case "items":
      return true; // read with their paths
    case "required":
      schema.required = new Set(isTexts(value) ? value : []);
      return isTexts(value);
    case "enum":
      schema.choices = isTexts(value) ? value : undefined;
      return isTexts(value) && value.length > 0;
    case "additionalProperties":
      return typeof value === "boolean";
    case "uniqueItems":
      schema.unique = value === true;
      return typeof value === "boolean";
    case "pattern":
      schema.pattern = typeof value === "string" ? compiled(value) : undefined;
      return schema.pattern !== undefined;
    default:
      return typeof value === "string";
  }
}

/** Returns a pattern of RE2, which needs a time in proportion to the text. Node.js's own engine needs years for some patterns. */
function compiled(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(PATTERN_SYNTAX).matcher(pattern).find() ? RE2JS.compile(pattern) : undefined;
  } catch {
    return undefined;
  }
}

function isOneOf<T extends string>(names: readonly T[], name: string): name is T {
  return (names as readonly string[]).includes(name);
}

function isKind(kind: unknown): kind is Kind {
  return typeof kind === "string" && Object.hasOwn(KEYS, kind);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
