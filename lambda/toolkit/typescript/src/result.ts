/** Tool results: always valid JSON, and never over 16 KiB inline. */

import { asJson, jsonBytes, whole } from "./json.ts";
import type { ToolUse } from "./tool-use.ts";

/** A state of Step Functions holds 256 KiB, and so one turn's results together: 8 of this size leave half of it free. */
const MOST_INLINE_BYTES = 16 * 1024;
const MOST_PREVIEW_BYTES = 4 * 1024;

/** A result as it is to be stored if it is too big, where that isn't the text that would have gone inline: a CSV, say. */
export interface Stored {
  /** Of the key, like `.csv`. */
  extension: string;
  contentType: string;
  data: Uint8Array | string;
}

/** What a tool returns if a result that is too big needs a better preview than its beginning, or another form in S3. */
export class Result {
  constructor(
    /** Text, or plain JSON. Undefined together with `stored`: it is too big, whatever its size. */
    readonly value: unknown,
    /**
     * The same in short, as plain JSON. Only seen if the value is too big. One over 4 KiB gives way to the value's beginning, or to
     * its own if there is no value.
     */
    readonly preview?: unknown,
    /** Undefined: the text or the JSON is stored. */
    readonly stored?: Stored,
  ) {}
}

export interface Content {
  text: string;
  /** How many bytes went to S3 if it was too big. */
  storedBytes: number | null;
}

/** The content of a tool result. */
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
  const link = await use.store(stored.extension, stored.data, stored.contentType);
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

/** As much of a text as fits a preview. Halving is near enough, and right for any mix of narrow and wide characters. */
function beginning(text: string): string {
  let cut = text.slice(0, MOST_PREVIEW_BYTES);
  while (jsonBytes(cut) > MOST_PREVIEW_BYTES) {
    cut = cut.slice(0, cut.length / 2);
  }
  // The cut may go through a surrogate pair.
  return `${cut.replace(/\p{Surrogate}$/u, "")}…`;
}
