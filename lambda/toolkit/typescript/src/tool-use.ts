/** One tool use, read from the event, and the files that belong to its run. */

import type { Readable } from "node:stream";
import { MalformedEventError, NowhereToStoreError, UnreadableFileError } from "./errors.ts";
import { whole } from "./json.ts";
import { beginsWell, INPUTS, part, strays } from "./keys.ts";
import * as storage from "./storage.ts";

/** A tool use and the run that it belongs to. A tool function gets it as its second argument. */
export class ToolUse {
  constructor(
    readonly id: string,
    readonly name: string,
    readonly input: unknown,
    readonly execution: string | null = null,
    readonly agent: string | null = null,
    readonly bucket: string | null = null,
    /** The folder of this run's files, with a slash at the end. Null, like `bucket`, if the event had no `run`. */
    readonly prefix: string | null = null,
  ) {}

  /** Stores a file of this tool use in S3. It replaces a file with the same name of the same tool use. */
  async store(name: string, data: Uint8Array | string, contentType: string): Promise<storage.Link> {
    return storage.put(...this.#place(name), Buffer.from(data as Uint8Array), contentType);
  }

  /** Stores a file that doesn't fit the memory. The stream is sent as it is read. */
  async storeStream(name: string, data: Readable, contentType: string): Promise<storage.Link> {
    return storage.putStream(...this.#place(name), data, contentType);
  }

  /**
   * Opens a file of this run, or one that people put there for agents, as a stream.
   *
   * Without a run in the event, the function's role alone decides which files can be read.
   * Throws UnreadableFileError, which tells the model which files it may read.
   */
  async open(bucket: string, key: string): Promise<Readable> {
    if (this.bucket === null || this.prefix === null) {
      return storage.get(bucket, key);
    }
    const allowed = `Files of this run begin with ${this.prefix}; files that people put there for agents begin with ${INPUTS}`;
    if (bucket !== this.bucket) {
      throw new UnreadableFileError(
        `Bucket ${JSON.stringify(bucket)} can't be read: the files of this run are in ${JSON.stringify(this.bucket)}. ${allowed}`,
      );
    }
    if (!beginsWell(this.prefix, key)) {
      throw new UnreadableFileError(`The file ${JSON.stringify(key)} can't be read. ${allowed}`);
    }
    if (strays(this.prefix, key)) {
      const why = "no part of a key may be empty or lead elsewhere, as .. and %2e do";
      throw new UnreadableFileError(`The file ${JSON.stringify(key)} can't be read: ${why}. ${allowed}`);
    }
    try {
      return await storage.get(bucket, key);
    } catch (error) {
      throw error instanceof UnreadableFileError ? new UnreadableFileError(`${error.message} ${allowed}`, { cause: error }) : error;
    }
  }

  #place(name: string): [bucket: string, key: string] {
    if (this.bucket === null || this.prefix === null) {
      throw new NowhereToStoreError("This tool use came without a run, so there is no bucket to store a file in.");
    }
    return [this.bucket, `${this.prefix}${part(this.id)}/${part(name)}`];
  }
}

/** Reads the event of the tool contract. Throws MalformedEventError, which names the field. */
export function read(event: unknown): ToolUse {
  if (!isObject(event)) {
    throw new MalformedEventError(`a tool use is an object with id, name and input, not ${typeName(event)}`);
  }
  const run = object(event, "run") ?? {};
  const [bucket, prefix] = place(object(run, "results", "run"));
  const id = required(event, "id");
  if (whole(id) !== id) {
    throw new MalformedEventError("id of a tool use has half of a surrogate pair, which is no character");
  }
  return new ToolUse(
    id,
    required(event, "name"),
    event.input,
    text(run, "execution", "run"),
    text(run, "agent", "run"),
    bucket,
    prefix,
  );
}

/** Returns the bucket and the prefix. A prefix without a slash at its end would open the files of runs whose names begin alike. */
function place(results: Fields | null): [bucket: string | null, prefix: string | null] {
  if (results === null) {
    return [null, null];
  }
  const bucket = text(results, "bucket", "run.results");
  const prefix = text(results, "prefix", "run.results");
  if (!bucket || !prefix) {
    throw new MalformedEventError("run.results needs both bucket and prefix, neither of them empty");
  }
  if (prefix === "/" || !prefix.endsWith("/")) {
    const given = JSON.stringify(prefix);
    throw new MalformedEventError(`run.results.prefix has to be a folder that ends with /, like runs/run-1/, not ${given}`);
  }
  return [bucket, prefix];
}

type Fields = Record<string, unknown>;

function object(of: Fields, name: string, within = ""): Fields | null {
  const value = of[name] ?? null;
  if (value !== null && !isObject(value)) {
    throw wrong(within, name, "an object", value);
  }
  return value;
}

function text(of: Fields, name: string, within: string): string | null {
  const value = of[name] ?? null;
  if (value !== null && typeof value !== "string") {
    throw wrong(within, name, "text", value);
  }
  return value;
}

function required(of: Fields, name: string): string {
  const value = of[name];
  if (typeof value !== "string" || value === "") {
    throw wrong("", name, "text, one character or more", value);
  }
  return value;
}

function wrong(within: string, name: string, wanted: string, value: unknown): MalformedEventError {
  const path = within ? `${within}.${name}` : name;
  return new MalformedEventError(`${path} of a tool use has to be ${wanted}, not ${typeName(value)}`);
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function typeName(value: unknown): string {
  if (value === null || value === undefined || value === "") {
    return "nothing";
  }
  if (typeof value === "object") {
    return Array.isArray(value) ? "a list" : "an object";
  }
  return { string: "text", boolean: "true or false", number: "a number" }[typeof value as string] ?? typeof value;
}
