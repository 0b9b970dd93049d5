/**
 * Installs the locked packages of a folder into its node_modules, unless exactly these are there already.
 *
 *     node programs/install.mjs ../../tools/my-tool
 */

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the toolkit, which has the compilers for all. */
export const TOOLKIT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

export function install(folder) {
  const lock = readFileSync(path.join(folder, "package-lock.json"));
  // The first package of a lock is the folder itself.
  if (Object.keys(JSON.parse(lock).packages).length === 1) {
    return;
  }
  const digest = createHash("sha256").update(lock).digest("hex");
  const installed = path.join(folder, "node_modules", ".installed-from");
  if (existsSync(installed) && readFileSync(installed, "utf8") === digest) {
    return;
  }
  // The compilers are devDependencies, which npm leaves out if NODE_ENV is production.
  execFileSync("npm", ["ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  writeFileSync(installed, digest);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  install(path.resolve(process.argv[2] ?? TOOLKIT));
}
