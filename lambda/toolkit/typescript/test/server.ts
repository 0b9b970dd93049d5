/** A mock service of S3 and Secrets Manager. It keeps the requests, and sends the answers that a test gives it. */

import http from "node:http";
import type { AddressInfo } from "node:net";

export interface Request {
  method: string;
  url: string;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** Runs `use` while AWS clients of this process talk to the server. Returns the requests that it got. */
export async function withAws(answer: (request: Request) => Answer, use: () => Promise<void>): Promise<Request[]> {
  const requests: Request[] = [];
  const server = http.createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on("data", (part) => parts.push(part));
    incoming.on("end", () => {
      const { method = "", url = "", headers } = incoming;
      const request = { method, url, headers, body: Buffer.concat(parts) };
      requests.push(request);
      const { status = 200, headers: more = {}, body = "" } = answer(request);
      outgoing.writeHead(status, more).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  });
  try {
    await use();
  } finally {
    server.closeAllConnections();
    server.close();
  }
  return requests;
}
