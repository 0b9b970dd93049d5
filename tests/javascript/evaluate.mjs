// Evaluates JSONata with the reference implementation, the version that Step Functions runs.
// stdin: [{"expression": "…", "millis": 0}, …]; stdout: [{"value": …} | {"undefined": true} | {"error": "…"}, …], in that order.
import { readFileSync } from "node:fs";
import jsonata from "jsonata";

async function evaluate({ expression, millis }) {
  try {
    const compiled = jsonata(expression);
    compiled.registerFunction("millis", () => millis, "<:n>");
    // Step Functions' own; the others that it adds aren't used here.
    compiled.registerFunction("parse", (text) => JSON.parse(text), "<s:x>");
    const value = await compiled.evaluate(null);
    return value === undefined ? { undefined: true } : { value };
  } catch (error) {
    return { error: `${error.code ?? error.name}: ${error.message}` };
  }
}

const requests = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(await Promise.all(requests.map(evaluate))));
