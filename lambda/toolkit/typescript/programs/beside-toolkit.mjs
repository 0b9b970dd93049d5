/**
 * Copies a folder to a place from which ../../toolkit/typescript is the toolkit, because a tool refers to it like this. The template
 * and the conformance tools stand elsewhere. The build copies them in the same way.
 */

import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { TOOLKIT } from "./install.mjs";

/** Calls `use` with the folder, or with a copy that is removed afterwards. */
export function besideToolkit(folder, use) {
  const theirs = path.resolve(folder, "../../toolkit/typescript");
  if (folder === TOOLKIT || (existsSync(theirs) && realpathSync(theirs) === realpathSync(TOOLKIT))) {
    return use(folder);
  }
  const root = mkdtempSync(path.join(realpathSync(tmpdir()), "typescript-"));
  try {
    mkdirSync(path.join(root, "lambda", "toolkit"), { recursive: true });
    symlinkSync(TOOLKIT, path.join(root, "lambda", "toolkit", "typescript"));
    const copy = path.join(root, "lambda", "tools", path.basename(folder));
    cpSync(folder, copy, { recursive: true, filter: (source) => path.basename(source) !== "node_modules" });
    return use(copy);
  } finally {
    rmSync(root, { recursive: true });
  }
}
