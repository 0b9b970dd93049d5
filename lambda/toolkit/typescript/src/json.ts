/** Writes JSON that every parser takes. It writes a `bigint` with all digits, which `JSON.stringify` refuses. */

/**
 * Returns compact JSON, without NaN, Infinity, halves of surrogate pairs and fields that are undefined.
 *
 * Throws TypeError for a value that isn't plain JSON: a tool has to turn its own values into text and numbers.
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
      // JSON can't write NaN, Infinity and -Infinity, so their names stand there as text.
      return Number.isFinite(value) ? JSON.stringify(value) : `"${value}"`;
    case "object":
      return value === null ? "null" : ofObject(value);
    default:
      throw new TypeError(`a tool returned a value of type ${typeof value}, which JSON doesn't have`);
  }
}

/** Returns the size of a value inside a JSON document. Step Functions limits this size. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value ?? null));
}

/** Replaces halves of surrogate pairs by question marks, because UTF-8 can't encode them. */
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
