/**
 * Asks Places API (New) and Routes API. The key and the field mask are headers. An error is an HTTP status with Google's `Status`.
 * https://cloud.google.com/apis/design/errors
 */

import type { ToolError } from "toolkit";
import * as z from "zod";
import type { Api } from "./api.ts";
import { QuotaError, RefusedInputError, RefusedKeyError, StrangeAnswerError, UnreachableError } from "./errors.ts";
import { ask, parsed, words } from "./google.ts";

export const PLACES: Api = { name: "Places API (New)", host: "places.googleapis.com" };
export const ROUTES: Api = { name: "Routes API", host: "routes.googleapis.com" };

export interface NewerRequest {
  path: string;
  query?: Record<string, string | undefined>;
  body?: unknown;
  /** The fields of the answer. They decide the price of a request. */
  fields: readonly string[];
}

const Failure = z.object({
  error: z.object({
    message: z.string().default(""),
    status: z.string().default(""),
    details: z.array(z.object({ reason: z.string().optional() })).default([]),
  }),
});

/** Returns an answer that fits the schema. Throws ToolErrors. */
export async function askNewer<T>(api: Api, schema: z.ZodType<T>, { path, query = {}, body, fields }: NewerRequest): Promise<T> {
  const headers = { "X-Goog-FieldMask": fields.join(",") };
  const { status, json } = await ask(api, { path, query, body, headers, key: "header" });
  if (status !== 200) {
    throw failure(api, status, json);
  }
  return parsed(api, schema, json);
}

function failure(api: Api, status: number, json: unknown): ToolError {
  // A method that answers with a stream sends an error as its only element.
  const { success, data } = Failure.safeParse(Array.isArray(json) ? json[0] : json);
  const error = success ? data.error : undefined;
  const reason = error?.details.find((detail) => detail.reason)?.reason;
  const why = words(reason ?? error?.status, error?.message) || `status ${status}`;
  if (status === 429) {
    return new QuotaError(api, why);
  }
  if (status === 401 || status === 403 || reason === "API_KEY_INVALID") {
    return new RefusedKeyError(api, why);
  }
  if (status >= 500) {
    return new UnreachableError(api, why);
  }
  return error ? new RefusedInputError(api, why) : new StrangeAnswerError(api, why);
}
