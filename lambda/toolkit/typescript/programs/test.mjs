/**
 * Runs the tests of a folder, `test/*.test.ts`, with Node.js's own test runner. It bundles them first, because Node.js 20 reads no
 * TypeScript. `check.mjs` checks their types.
 *
 *     node programs/test.mjs ../../tools/my-tool
 */

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { besideToolkit } from "./beside-toolkit.mjs";
import { install, TOOLKIT } from "./install.mjs";

install(TOOLKIT);
const { buildSync } = await import("esbuild");

function test(folder) {
  install(folder);
  const tests = path.join(folder, "test");
  const files = existsSync(tests) ? readdirSync(tests).filter((name) => name.endsWith(".test.ts")) : [];
  if (files.length === 0) {
    console.error(`${tests} has no *.test.ts`);
    return 1;
  }
  const out = mkdtempSync(path.join(tmpdir(), "typescript-tests-"));
  try {
    buildSync({
      absWorkingDir: folder,
      entryPoints: files.map((name) => path.join(tests, name)),
      outdir: out,
      bundle: true,
      platform: "node",
      target: "node20",
      format: "cjs",
      sourcemap: "inline",
      keepNames: true,
      logLevel: "warning",
    });
    const bundled = files.map((name) => path.join(out, name.replace(/\.ts$/, ".js")));
    const options = ["--enable-source-maps", "--test-reporter=spec", "--test", ...bundled];
    const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };
    return spawnSync(process.execPath, options, { stdio: "inherit", env }).status ?? 1;
  } finally {
    rmSync(out, { recursive: true });
  }
}

process.exitCode = besideToolkit(path.resolve(process.argv[2] ?? TOOLKIT), test);
