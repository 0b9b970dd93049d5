// Which JSONata expressions the reference implementation refuses. stdin: ["…", …]; stdout: ["expression: message", …].
import { readFileSync } from "node:fs";
import jsonata from "jsonata";

const refused = [];
for (const expression of JSON.parse(readFileSync(0, "utf8"))) {
  try {
    jsonata(expression);
  } catch (error) {
    refused.push(`${expression}: ${error.message}`);
  }
}
process.stdout.write(JSON.stringify(refused));
