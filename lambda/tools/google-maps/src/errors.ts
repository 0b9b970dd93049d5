/** The errors of Google and of the connection to it, as results that the model can read. None of them holds the key. */

import { ToolError } from "toolkit";
import type { Api } from "./api.ts";

/** Google refuses the key, its project or its billing. The model can't repair this, but it can tell a person. */
export class RefusedKeyError extends ToolError {
  override name = "RefusedKeyError";

  constructor(api: Api, why: string) {
    super(
      `Google refuses this tool's key for the ${api.name}: ${why}. No other input helps. A person has to look at the secret ` +
        `google_maps: the key, its restrictions, the billing, and whether the ${api.name} is enabled in its project.`,
    );
  }
}

export class QuotaError extends ToolError {
  override name = "QuotaError";

  constructor(api: Api, why: string) {
    super(
      `The quota of this tool's key for the ${api.name} is used up: ${why}. Some quotas are by the minute, so one later try ` +
        "may work; more of them don't help. A person can raise the quota.",
    );
  }
}

export class UnreachableError extends ToolError {
  override name = "UnreachableError";

  constructor(api: Api, why: string) {
    super(`The ${api.name} can't be reached now: ${why}. The same request may work later.`);
  }
}

/** An answer that differs from Google's reference. The tool uses no part of it. */
export class StrangeAnswerError extends ToolError {
  override name = "StrangeAnswerError";

  constructor(api: Api, what: string) {
    super(`The ${api.name} answered in a way that its reference doesn't know, so there is no result: ${what}.`);
  }
}

/** Google doesn't accept the input. The error has Google's words. */
export class RefusedInputError extends ToolError {
  override name = "RefusedInputError";

  constructor(api: Api, why: string) {
    super(`The ${api.name} refuses this input: ${why}. Give another one.`);
  }
}
