// Evaluates JSONata with the reference implementation, in the version that Step Functions runs.
// stdin: [{"expression": "…", "bindings": {…}}, …]; stdout: [{"value": …} | {"undefined": true} | {"error": "…"}, …], in that order.
import { readFileSync } from "node:fs";
import jsonata from "jsonata";

async function evaluate({ expression, bindings }) {
  try {
    const value = await jsonata(expression).evaluate(null, bindings);
    return value === undefined ? { undefined: true } : { value };
  } catch (error) {
    return { error: `${error.code ?? error.name}: ${error.message}` };
  }
}

const requests = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(await Promise.all(requests.map(evaluate))));
