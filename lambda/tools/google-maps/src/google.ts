/**
 * Sends one request to a Google API: over HTTPS or to the gateway, without redirects, with a time limit and a size limit.
 *
 * Geocoding and Elevation take the key in the URL. So this file hands on no URL, and no error of `fetch`, which may quote the URL.
 * It removes the key from Google's answers.
 */

import { type Secret, secret, setting } from "toolkit";
import type * as z from "zod";
import type { Api } from "./api.ts";
import { RefusedInputError, RefusedKeyError, StrangeAnswerError, UnreachableError } from "./errors.ts";
import { noteWhoAnswered } from "./mock-service.ts";
import { parseWithoutKey } from "./repeated-key.ts";

/** The tools' timeout is 30 seconds, and the model has to get an answer before it. */
const SECONDS = 20;
/** The longest answer is a route across a continent, with under 2 MiB. */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_SHOWN = 300;

export interface GoogleRequest {
  path: string;
  query?: Record<string, string | undefined>;
  /** The body, which is sent as JSON by POST. Undefined for a GET. */
  body?: unknown;
  headers?: Record<string, string>;
  /** The place where this API takes the key. */
  key: "header" | "query";
}

export interface GoogleAnswer {
  status: number;
  json: unknown;
}

/** Returns Google's answer, whatever its status. Throws only ToolErrors, and none of them holds the key. */
export async function ask(api: Api, request: GoogleRequest): Promise<GoogleAnswer> {
  const key = await secret("google_maps");
  // `fetch` would refuse such a key, and its error would quote it.
  if (!/^[\x21-\x7e]+$/.test(key.reveal())) {
    throw new RefusedKeyError(api, "the secret has a space or another character that no key has");
  }
  const response = await send(api, request, key);
  noteWhoAnswered(response);
  const text = await read(api, response);
  if (response.status >= 300 && response.status < 400) {
    throw new StrangeAnswerError(api, `it redirects (status ${response.status}), which is not followed`);
  }
  try {
    return { status: response.status, json: parseWithoutKey(text, key.reveal()) };
  } catch {
    // The URL is too long. Google answers with a page instead of JSON.
    if (response.status === 414) {
      throw new RefusedInputError(api, "it is too long");
    }
    if (response.status >= 500) {
      throw new UnreachableError(api, `it answered with status ${response.status}`);
    }
    throw new StrangeAnswerError(api, `status ${response.status} and no JSON`);
  }
}

/** Returns Google's answer if it fits the schema. Throws StrangeAnswerError, which names the field that doesn't. */
export function parsed<T>(api: Api, schema: z.ZodType<T>, json: unknown): T {
  const { success, data, error } = schema.safeParse(json);
  if (success) {
    return data;
  }
  const [issue] = error.issues;
  throw new StrangeAnswerError(api, `${issue?.path.join(".") || "the answer"}: ${issue?.message}`);
}

/** Returns Google's words as a part of a sentence: cut, and without the full stop. */
export function words(...said: (string | undefined)[]): string {
  const text = said.filter(Boolean).join(": ").trim().replace(/\.$/, "");
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}…`;
}

async function send(api: Api, request: GoogleRequest, key: Secret): Promise<Response> {
  const url = new URL(base(api) + request.path);
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) {
      url.searchParams.set(name, value);
    }
  }
  const headers = new Headers(request.headers);
  if (request.key === "query") {
    url.searchParams.set("key", key.reveal());
  } else {
    headers.set("X-Goog-Api-Key", key.reveal());
  }
  const post = request.body !== undefined;
  if (post) {
    headers.set("Content-Type", "application/json");
  }
  const options: RequestInit = {
    method: post ? "POST" : "GET",
    headers,
    body: post ? JSON.stringify(request.body) : null,
    redirect: "manual",
    signal: AbortSignal.timeout(SECONDS * 1000),
  };
  try {
    // A connection of an earlier tool use may be dead after Lambda froze the process, so send again. The requests change nothing.
    return await fetch(url, options).catch((error: unknown) => (isLate(error) ? Promise.reject(error) : fetch(url, options)));
  } catch (error) {
    throw unreachable(api, error);
  }
}

function isLate(error: unknown): boolean {
  return (error as Error).name === "TimeoutError";
}

function base(api: Api): string {
  const gateway = setting("gateway").replace(/\/+$/, "");
  if (!gateway) {
    return `https://${api.host}`;
  }
  if (!URL.canParse(gateway)) {
    throw new UnreachableError(api, "the setting gateway of this tool is no URL; a person has to set it right");
  }
  return `${gateway}/${api.host}`;
}

async function read(api: Api, response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of response.body ?? []) {
      bytes += part.byteLength;
      if (bytes > MOST_BYTES) {
        // Leaving the loop ends the request.
        break;
      }
      parts.push(part);
    }
  } catch (error) {
    throw unreachable(api, error);
  }
  if (bytes > MOST_BYTES) {
    throw new StrangeAnswerError(api, `it is longer than ${MOST_BYTES / 1024 / 1024} MiB. Ask for less at once`);
  }
  return Buffer.concat(parts).toString();
}

/** Returns an error with only the code of the cause, because its text may quote the URL. */
function unreachable(api: Api, error: unknown): UnreachableError {
  if (isLate(error)) {
    return new UnreachableError(api, `it didn't answer within ${SECONDS} seconds`);
  }
  const { cause } = error as { cause?: { code?: unknown } };
  return new UnreachableError(api, typeof cause?.code === "string" ? cause.code : "the connection failed");
}
