/** Makes tool results. They are always valid JSON, and have at most 16 KiB inline. */

import { asJson, jsonBytes, whole } from "./json.ts";
import type { ToolUse } from "./tool-use.ts";

/** A state of Step Functions holds 256 KiB, with all results of a turn in it. 8 results of this size leave half of it free. */
const MOST_INLINE_BYTES = 16 * 1024;
const MOST_PREVIEW_BYTES = 4 * 1024;

/** The form in which a result that is too big is stored, if that isn't its text or JSON: a CSV, for example. */
export interface Stored {
  /** The end of the file's name, like `.csv`. */
  extension: string;
  contentType: string;
  data: Uint8Array | string;
}

/** A tool's answer with a preview of its own, or with another form in S3, for the case that it is too big to go inline. */
export class Result {
  constructor(
    /** Text or plain JSON. Undefined, together with `stored`, for an answer that is always stored. */
    readonly value: unknown,
    /**
     * A short form of the value, as plain JSON. The model sees it if the value is too big. A preview over 4 KiB is replaced by the
     * beginning of the value, or by its own beginning if there is no value.
     */
    readonly preview?: unknown,
    /** Undefined to store the text or the JSON. */
    readonly stored?: Stored,
  ) {}
}

export interface Content {
  text: string;
  /** The number of bytes that were stored in S3. Null if the result went inline. */
  storedBytes: number | null;
}

/** Returns the content of a tool result. Stores a result that is too big. */
export async function content(value: unknown, use: ToolUse): Promise<Content> {
  const result = value instanceof Result ? value : new Result(value);
  const text = result.value === undefined && result.stored ? null : asText(result.value);
  if (text !== null && jsonBytes(text) <= MOST_INLINE_BYTES) {
    return { text, storedBytes: null };
  }
  const stored = result.stored ?? asStored(result.value, text ?? "");
  const preview = fits(result.preview) ? result.preview : beginning(text ?? asJson(result.preview ?? null));
  if (use.bucket === null) {
    const bytes = Buffer.byteLength(stored.data);
    const note = `Cut: the whole result has ${bytes} bytes, and this tool use came without a run to store it for.`;
    return { text: asJson({ note, preview }), storedBytes: null };
  }
  const link = await use.store(`result${stored.extension}`, stored.data, stored.contentType);
  const note = "The whole result is too big to be shown. It is stored; this is a preview. To see all you need, ask for less.";
  return { text: asJson({ note, ...link, preview }), storedBytes: link.bytes };
}

function asText(value: unknown): string {
  return typeof value === "string" ? whole(value) : asJson(value);
}

function asStored(value: unknown, text: string): Stored {
  return typeof value === "string"
    ? { extension: ".txt", contentType: "text/plain; charset=utf-8", data: text }
    : { extension: ".json", contentType: "application/json", data: text };
}

function fits(preview: unknown): boolean {
  return preview !== undefined && preview !== null && jsonBytes(asJson(preview)) <= MOST_PREVIEW_BYTES;
}

/** Returns a beginning of the text that fits a preview. It halves the text until it fits, whatever bytes its characters take. */
function beginning(text: string): string {
  let cut = text.slice(0, MOST_PREVIEW_BYTES);
  while (jsonBytes(cut) > MOST_PREVIEW_BYTES) {
    cut = cut.slice(0, cut.length / 2);
  }
  // The cut may go through a surrogate pair.
  return `${cut.replace(/\p{Surrogate}$/u, "")}…`;
}
