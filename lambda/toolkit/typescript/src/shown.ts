/** Writes values of an input or a schema into sentences. */

/** The most characters of a wrong value that a sentence repeats. They are enough to recognise it, and don't double a prompt. */
const MOST_SHOWN = 300;

/** Returns a value as JSON with its fields in order, cut to MOST_SHOWN. */
export function shown(value: unknown): string {
  return cut(written(value));
}

export function cut(text: string): string {
  const characters = [...text];
  return characters.length <= MOST_SHOWN ? text : `${characters.slice(0, MOST_SHOWN).join("")}… (${characters.length} characters)`;
}

/** Returns a value as JSON with its fields in order. */
export function written(value: unknown): string {
  const inOrder = (_: string, each: unknown) =>
    isObject(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each;
  return JSON.stringify(value ?? null, inOrder);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
