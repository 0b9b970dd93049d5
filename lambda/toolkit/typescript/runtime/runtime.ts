/**
 * A client of Lambda's runtime interface: asks for an event, runs the handler, posts its result or its error.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 *
 * Only packages for the laptop have it, because AWS's own client for Node.js needs a C++ compiler. In AWS the managed runtime does
 * this. It deliberately has no response streaming and no callbacks.
 */

import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";

const agent = new http.Agent({ keepAlive: true });

interface Answer {
  status: number | undefined;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** Sends a request by node:http. `fetch` gives up after five minutes, and the next event may come later. */
function call(method: "GET" | "POST", place: string, body?: string, headers: http.OutgoingHttpHeaders = {}): Promise<Answer> {
  const url = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/${place}`;
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts).toString() }),
      );
      response.on("error", reject);
    });
    request.on("error", reject);
    request.end(body);
  });
}

function report(place: string, error: unknown): Promise<Answer> {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const body = JSON.stringify({ errorType: name, errorMessage: message, stackTrace: stack?.split("\n") ?? [] });
  return call("POST", place, body, { "Lambda-Runtime-Function-Error-Type": name });
}

function load(): (event: unknown, context: object) => unknown {
  const root = process.env.LAMBDA_TASK_ROOT ?? process.cwd();
  const [module, name] = (process.env._HANDLER ?? "").split(".") as [string, string];
  const handler = createRequire(path.join(root, "runtime.js"))(path.join(root, `${module}.js`))[name];
  if (typeof handler !== "function") {
    throw new TypeError(`${module}.js exports no function ${name}`);
  }
  return handler;
}

async function serve(handler: ReturnType<typeof load>): Promise<never> {
  for (;;) {
    const { status, headers, body } = await call("GET", "invocation/next");
    if (status !== 200) {
      throw new Error(`the Runtime API answers with status ${status} and no event`);
    }
    const id = String(headers["lambda-runtime-aws-request-id"]);
    process.env._X_AMZN_TRACE_ID = String(headers["lambda-runtime-trace-id"] ?? "");
    const deadline = Number(headers["lambda-runtime-deadline-ms"]);
    const context = { awsRequestId: id, getRemainingTimeInMillis: () => deadline - Date.now() };
    let result: string;
    try {
      result = JSON.stringify(await handler(JSON.parse(body), context)) ?? "null";
    } catch (error) {
      await report(`invocation/${id}/error`, error);
      continue;
    }
    await call("POST", `invocation/${id}/response`, result);
  }
}

async function start(): Promise<void> {
  let handler: ReturnType<typeof load>;
  try {
    handler = load();
  } catch (error) {
    await report("init/error", error);
    process.exitCode = 1;
    return;
  }
  await serve(handler);
}

start().catch((error) => {
  console.error(error);
  process.exit(1);
});
