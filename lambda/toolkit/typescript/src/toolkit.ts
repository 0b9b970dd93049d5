/**
 * The tool contract for TypeScript: a tool is a plain function, and `toolHandler` makes a Lambda handler of them.
 *
 *     import { toolHandler } from "toolkit";
 *     import declaration from "../tools.json";
 *
 *     const add = ({ a, b }: { a: number; b: number }) => ({ sum: a + b });
 *     export const handler = toolHandler(declaration, { add });
 *
 * The handler takes one tool use, checks its input against `tools.json`, calls the function of that name and returns a tool result.
 */

export { type Handler, type ToolFunction, type ToolResult, toolHandler } from "./dispatch.ts";
export {
  DeclarationError,
  MalformedEventError,
  NoSecretError,
  NowhereToStoreError,
  ToolError,
  UnreadableFileError,
} from "./errors.ts";
export { Result, type Stored } from "./result.ts";
export { Secret, secret } from "./secret.ts";
export { setting } from "./setting.ts";
export type { Link } from "./storage.ts";
export type { ToolUse } from "./tool-use.ts";
