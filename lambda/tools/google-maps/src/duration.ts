/** Reads a google.protobuf.Duration in JSON, like `165s` or `3.5s`, as whole seconds. */

import * as z from "zod";

export const Seconds = z
  .string()
  .regex(/^-?\d+(\.\d+)?s$/)
  .transform((text) => Math.round(Number.parseFloat(text)));
