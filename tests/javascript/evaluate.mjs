// Evaluates JSONata with the reference implementation, in the version that Step Functions runs.
// stdin: [{"expression": "…", "bindings": {…}}, …]; stdout: [{"value": …} | {"undefined": true} | {"error": "…"}, …], in that order.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import jsonata from "jsonata";

async function evaluate({ expression, bindings }) {
  try {
    const program = jsonata(expression);
    // The functions of Step Functions that the state machines use.
    program.registerFunction("parse", JSON.parse, "<s:x>");
    program.registerFunction("hash", (text, name) => createHash(name).update(text).digest("hex"), "<ss:s>");
    const value = await program.evaluate(undefined, bindings);
    return value === undefined ? { undefined: true } : { value };
  } catch (error) {
    return { error: `${error.code ?? error.name}: ${error.message}` };
  }
}

const requests = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(await Promise.all(requests.map(evaluate))));
