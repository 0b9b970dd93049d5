/**
 * One request to a Google API: over HTTPS or to the gateway, without redirects, with a time limit and a size limit.
 *
 * Geocoding and Elevation take the key in the URL. So no URL and no error of `fetch`, which quotes what it was given, gets out of
 * here; and what Google says is searched for the key before it is passed on.
 */

import { type Secret, secret, setting } from "toolkit";
import type * as z from "zod";
import type { Api } from "./api.ts";
import { RefusedInputError, RefusedKeyError, StrangeAnswerError, UnreachableError } from "./errors.ts";
import { noteWhoAnswered } from "./mock-service.ts";

/** A tool has 30 seconds, and the model is to get an answer in them. */
const SECONDS = 20;
/** The longest answer is a route across a continent, with under 2 MiB. */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_SHOWN = 300;
const SHORTEST_KEY = 20;

export interface GoogleRequest {
  path: string;
  query?: Record<string, string | undefined>;
  /** Sent as JSON by POST. Undefined: a GET. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Where this API takes the key. */
  key: "header" | "query";
}

export interface GoogleAnswer {
  status: number;
  json: unknown;
}

/** Google's answer, whatever its status. Throws ToolErrors alone, none of which holds the key. */
export async function ask(api: Api, request: GoogleRequest): Promise<GoogleAnswer> {
  const key = await secret("google_maps");
  // Else `fetch` would refuse it, and say it.
  if (!/^[\x21-\x7e]+$/.test(key.reveal())) {
    throw new RefusedKeyError(api, "the secret has a space or another character that no key has");
  }
  const response = await send(api, request, key);
  noteWhoAnswered(response);
  const text = scrubbed(await read(api, response), key.reveal());
  if (response.status >= 300 && response.status < 400) {
    throw new StrangeAnswerError(api, `it redirects (status ${response.status}), which is not followed`);
  }
  try {
    return { status: response.status, json: JSON.parse(text) };
  } catch {
    // Of a URL. Google says it by a page.
    if (response.status === 414) {
      throw new RefusedInputError(api, "it is too long");
    }
    if (response.status >= 500) {
      throw new UnreachableError(api, `it answered with status ${response.status}`);
    }
    throw new StrangeAnswerError(api, `status ${response.status} and no JSON`);
  }
}

/** What Google answered, as its reference says. Throws StrangeAnswerError, which names the field that is not. */
export function parsed<T>(api: Api, schema: z.ZodType<T>, json: unknown): T {
  const { success, data, error } = schema.safeParse(json);
  if (success) {
    return data;
  }
  const [issue] = error.issues;
  throw new StrangeAnswerError(api, `${issue?.path.join(".") || "the answer"}: ${issue?.message}`);
}

/** What Google says, as a part of our sentence: cut, and without the full stop. */
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
    // Twice: a connection that was kept from the tool use before may be dead when a frozen function wakes up. It changes nothing there.
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

/** Only its code is told on: the text of such an error may quote the URL. */
function unreachable(api: Api, error: unknown): UnreachableError {
  if (isLate(error)) {
    return new UnreachableError(api, `it didn't answer within ${SECONDS} seconds`);
  }
  const { cause } = error as { cause?: { code?: unknown } };
  return new UnreachableError(api, typeof cause?.code === "string" ? cause.code : "the connection failed");
}

/** A shorter one is no key of Google's but a word that any text may hold: the laptop's mock service takes such. */
function scrubbed(text: string, key: string): string {
  return key.length < SHORTEST_KEY ? text : text.replaceAll(key, "[the key]").replaceAll(encodeURIComponent(key), "[the key]");
}
