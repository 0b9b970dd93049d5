/** JSON as results need it: every parser takes it, and a `bigint` keeps all its digits, which `JSON.stringify` refuses to write. */

/**
 * Compact JSON: no NaN, no Infinity, no half of a surrogate pair. Fields that are undefined are left out.
 *
 * Throws TypeError for what is not plain JSON: a tool has to turn its own values into text and numbers.
 */
export function asJson(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(whole(value));
    case "boolean":
      return String(value);
    case "bigint":
      return value.toString();
    case "number":
      // JSON has no word for the three others, so they become the text that people and models know them by.
      return Number.isFinite(value) ? JSON.stringify(value) : `"${value}"`;
    case "object":
      return value === null ? "null" : ofObject(value);
    default:
      throw new TypeError(`a tool returned a value of type ${typeof value}, which JSON doesn't have`);
  }
}

/** The size of a text inside a JSON document, which is what a state is measured by. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value ?? null));
}

/** Half of a surrogate pair can't be encoded; it becomes a question mark. */
export function whole(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "?");
}

function ofObject(value: object): string {
  if (Array.isArray(value)) {
    return `[${value.map(asJson).join(",")}]`;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`a tool returned a ${value.constructor?.name ?? "strange object"}, which is not plain JSON`);
  }
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields.map(([name, field]) => `${JSON.stringify(whole(name))}:${asJson(field)}`).join(",")}}`;
}
