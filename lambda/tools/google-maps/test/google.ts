/**
 * A mock service of Google and of Secrets Manager. It keeps the requests, and sends the answers that a test gives it. It doesn't
 * check the requests: local/mock_services/google_maps does, in the tests of conversations.
 */

import http from "node:http";
import type { AddressInfo } from "node:net";
import { after } from "node:test";
import { handler } from "../src/index.ts";

export const KEY = "AIzaSyTestTestTestTestTestTestTestTest+/=";

export interface Asked {
  method: string;
  /** With host, without the query. */
  path: string;
  query: Record<string, string>;
  headers: http.IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: tests compare it with what it has to be.
  body: any;
}

/** hangUp: the connection ends without an answer. */
type Answer = { hangUp?: boolean; status?: number; headers?: Record<string, string>; json?: unknown; text?: string | Buffer };

let answer: (asked: Asked) => Answer = () => ({ status: 500 });
let asked: Asked[] = [];
let key = KEY;

const server = http.createServer((incoming, outgoing) => {
  const parts: Buffer[] = [];
  incoming.on("data", (part) => parts.push(part));
  incoming.on("end", () => {
    const body = Buffer.concat(parts).toString();
    if (incoming.headers["x-amz-target"] === "secretsmanager.GetSecretValue") {
      outgoing.end(JSON.stringify({ SecretString: key }));
      return;
    }
    const url = new URL(incoming.url ?? "/", "http://test");
    const query = Object.fromEntries(url.searchParams);
    const one = {
      method: incoming.method ?? "",
      path: url.pathname,
      query,
      headers: incoming.headers,
      body: body && JSON.parse(body),
    };
    asked.push(one);
    const { hangUp, status = 200, headers = {}, json, text = JSON.stringify(json ?? {}) } = answer(one);
    if (hangUp) {
      incoming.socket.destroy();
      return;
    }
    outgoing.writeHead(status, headers).end(text);
  });
});
server.listen(0, "127.0.0.1");
after(() => {
  server.closeAllConnections();
  server.close();
});

let secrets = 0;

/** Runs a tool. Returns its result and the requests to Google. */
export async function use(
  name: string,
  input: object,
  google: (asked: Asked) => Answer = () => ({ status: 500 }),
  withKey = KEY,
): Promise<{ content: string; is_error: boolean; asked: Asked[] }> {
  if (!server.listening) {
    await new Promise((resolve) => server.once("listening", resolve));
  }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // The toolkit keeps secrets for minutes by their ARN, so each tool use has an ARN of its own.
  secrets += 1;
  Object.assign(process.env, {
    ...{ AWS_ENDPOINT_URL: url, AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
    ...{ SETTING_GATEWAY: url, SECRET_ARN_GOOGLE_MAPS: `arn:aws:secretsmanager:us-east-1:000000000000:secret:${secrets}` },
  });
  [answer, asked, key] = [google, [], withKey];
  const { content, is_error } = await handler({ id: "toolu_1", name, input });
  return { content, is_error, asked };
}

/** Runs a tool, which must not fail and must send one request. Returns its result. */
// biome-ignore lint/suspicious/noExplicitAny: tests compare it with what it has to be.
export async function result(name: string, input: object, json: unknown): Promise<{ result: any; asked: Asked }> {
  const used = await use(name, input, () => ({ json }));
  if (used.is_error || used.asked.length !== 1) {
    throw new Error(`${used.asked.length} requests, and ${used.content}`);
  }
  return { result: JSON.parse(used.content), asked: used.asked[0] as Asked };
}
