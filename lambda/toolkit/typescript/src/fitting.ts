/** Fits an input into its schema. The sentences for an input that doesn't fit are those of the toolkits of all languages. */

import type { Limit, Schema } from "./schema.ts";
import { cut, isObject, shown, written } from "./shown.ts";

const MOST_PROBLEMS = 5;

const KINDS = {
  object: "an object",
  array: "a list",
  string: "a text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
};
const LIMITS: Record<Limit, (limit: string) => string> = {
  minimum: (limit) => `${limit} or more`,
  exclusiveMinimum: (limit) => `more than ${limit}`,
  maximum: (limit) => `${limit} or less`,
  exclusiveMaximum: (limit) => `less than ${limit}`,
  minLength: (limit) => `${limit} or more characters`,
  maxLength: (limit) => `${limit} or fewer characters`,
  minItems: (limit) => `${limit} or more items`,
  maxItems: (limit) => `${limit} or fewer items`,
};

/**
 * Returns an input as its tool takes it, and a sentence for each of the first problems. A null for an optional field is left out.
 */
export function fit(input: unknown, schema: Schema): { fitted: unknown; problems: string[] } {
  const problems: string[] = [];
  return { fitted: fitValue(input, schema, "input", false, problems), problems };
}

function fitValue(value: unknown, schema: Schema, path: string, optional: boolean, problems: string[]): unknown {
  const before = problems.length;
  let fitted = value;
  let good = fits(value, schema);
  if (good && isObject(value)) {
    return fitFields(value, schema, path, problems);
  }
  if (good && Array.isArray(value) && schema.items) {
    const { items } = schema;
    const list = value.map((each, at) => fitValue(each, items, `${path}[${at}]`, false, problems));
    fitted = list;
    good = !schema.unique || before < problems.length || new Set(list.map(written)).size === list.length;
  }
  if (!good) {
    const leave = optional ? "; the field is optional: leave it out if there is no value for it" : "";
    add(problems, `${path} is ${shown(value)}; allowed is ${allowed(schema)}${reminder(value, schema)}${leave}`);
  }
  return fitted;
}

function fitFields(value: Record<string, unknown>, schema: Schema, path: string, problems: string[]): unknown {
  for (const name of Object.keys(value).sort()) {
    if (!schema.fields.has(name)) {
      add(problems, `${path} has no field ${cut(name)}; allowed are ${[...schema.fields.keys()].join(", ") || "no fields"}`);
    }
  }
  const fitted: [string, unknown][] = [];
  for (const [name, field] of schema.fields) {
    const required = schema.required.has(name);
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    if (given !== undefined && (given !== null || required)) {
      fitted.push([name, fitValue(given, field, `${path}.${name}`, !required, problems)]);
    } else if (required) {
      add(problems, `${path}.${name} is missing; allowed is ${allowed(field)}`);
    }
  }
  return Object.fromEntries(fitted);
}

function add(problems: string[], problem: string): void {
  if (problems.length < MOST_PROBLEMS) {
    problems.push(problem);
  }
}

/** Returns whether a value is of the schema's type and within its limits. It doesn't look into objects and lists. */
function fits(value: unknown, schema: Schema): boolean {
  switch (schema.kind) {
    case "object":
      return isObject(value);
    case "array":
      return Array.isArray(value) && isWithin(value.length, schema);
    case "boolean":
      return typeof value === "boolean";
    case "integer":
      return Number.isSafeInteger(value) && isWithin(value as number, schema);
    case "number":
      return Number.isFinite(value) && isWithin(value as number, schema);
    case "string":
      return (
        typeof value === "string" &&
        isWithin([...value].length, schema) &&
        (schema.choices?.includes(value) ?? true) &&
        (schema.pattern?.matcher(value).find() ?? true)
      );
  }
}

/** Returns whether a number, a length or a size is within the limits. */
function isWithin(size: number, schema: Schema): boolean {
  return [...schema.limits].every(([key, limit]) => {
    switch (key) {
      case "minimum":
      case "minLength":
      case "minItems":
        return size >= limit;
      case "exclusiveMinimum":
        return size > limit;
      case "exclusiveMaximum":
        return size < limit;
      default:
        return size <= limit;
    }
  });
}

/** Returns in words what a schema allows, like `a whole number, 1 or more`. */
function allowed(schema: Schema): string {
  const said = [KINDS[schema.kind]];
  if (schema.choices) {
    said.push(`one of ${schema.choices.map(written).join(", ")}`);
  }
  for (const [key, words] of Object.entries(LIMITS)) {
    const limit = schema.limits.get(key as Limit);
    if (limit !== undefined) {
      said.push(words(written(limit)));
    }
  }
  if (schema.pattern) {
    said.push(`that matches ${schema.pattern.pattern()}`);
  }
  if (schema.unique) {
    said.push("no item twice");
  }
  return cut(said.join(", "));
}

/** Returns in words a rule that the keys of the schema don't say. */
function reminder(value: unknown, schema: Schema): string {
  if (typeof value === "string" && schema.kind !== "string") {
    return ", and not a text";
  }
  const isTooBig = typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER;
  return isTooBig && schema.kind === "integer" ? `, ${Number.MIN_SAFE_INTEGER} to ${Number.MAX_SAFE_INTEGER}` : "";
}
