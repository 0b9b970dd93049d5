/**
 * Asks Geocoding API and Elevation API. The key is in the URL. An error is a `status` in an answer with HTTP status 200.
 * https://developers.google.com/maps/documentation/geocoding/requests-geocoding#StatusCodes
 */

import * as z from "zod";
import type { Api } from "./api.ts";
import { QuotaError, RefusedInputError, RefusedKeyError, StrangeAnswerError, UnreachableError } from "./errors.ts";
import { ask, parsed, words } from "./google.ts";

export const GEOCODING: Api = { name: "Geocoding API", host: "maps.googleapis.com" };
export const ELEVATION: Api = { name: "Elevation API", host: "maps.googleapis.com" };

const Envelope = z.object({ status: z.string(), error_message: z.string().default(""), results: z.array(z.unknown()).default([]) });

export interface Found<T> {
  results: T[];
  /** Google's words about an empty result, if there are any. */
  said: string;
}

/** Returns the results, each of which fits the schema. There are none if Google found nothing. Throws ToolErrors. */
export async function askOlder<T>(
  api: Api,
  result: z.ZodType<T>,
  path: string,
  query: Record<string, string | undefined>,
): Promise<Found<T>> {
  const answer = await ask(api, { path, query, key: "query" });
  const { status, error_message, results } = parsed(api, Envelope, answer.json);
  const why = words(status, error_message);
  switch (status) {
    case "OK":
      return { results: parsed(api, z.array(result), results), said: "" };
    case "ZERO_RESULTS":
      return { results: [], said: words(error_message) };
    case "OVER_QUERY_LIMIT":
      throw new QuotaError(api, why);
    case "OVER_DAILY_LIMIT":
    case "REQUEST_DENIED":
      throw new RefusedKeyError(api, why);
    case "INVALID_REQUEST":
      throw new RefusedInputError(api, why);
    case "UNKNOWN_ERROR":
      throw new UnreachableError(api, why);
    default:
      throw new StrangeAnswerError(api, `the status ${why}`);
  }
}
