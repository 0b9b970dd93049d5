/**
 * Checks the types of a folder and its tests, and runs the linter and the formatter.
 *
 *     node programs/check.mjs ../../tools/my-tool            # --write: formats it, and repairs what can be repaired safely
 */

import { spawnSync } from "node:child_process";
import path from "node:path";
import { besideToolkit } from "./beside-toolkit.mjs";
import { install, TOOLKIT } from "./install.mjs";

function run(program, folder, ...more) {
  return spawnSync(path.join(TOOLKIT, "node_modules", ".bin", program), more, { cwd: folder, stdio: "inherit" }).status ?? 1;
}

function types(folder) {
  install(folder);
  return run("tsc", folder, "--noEmit", "--project", ".");
}

const [given, ...options] = process.argv.slice(2);
const folder = path.resolve(given ?? TOOLKIT);
install(TOOLKIT);
const wrong = [besideToolkit(folder, types), run("biome", folder, "check", "--config-path", TOOLKIT, ...options, ".")];
process.exitCode = wrong.some(Boolean) ? 1 : 0;
