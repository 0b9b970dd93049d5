import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { ToolUse } from "../src/tool-use.ts";
import { type Request, withAws } from "./server.ts";

const USE = new ToolUse("a/../b", "n", {}, "run-1", "sql", "data", "runs/run-1/");
const BY_HAND = new ToolUse("t", "n", {});
const PART_BYTES = 5 * 1024 * 1024;

function s3({ method, url }: Request) {
  if (method === "POST" && url.includes("uploads")) {
    return { body: "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>" };
  }
  if (method === "POST") {
    return { body: "<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>" };
  }
  if (method === "GET") {
    const code =
      { "/data/runs/run-1/there.csv?x-id=GetObject": "", "/data/inputs/hidden?x-id=GetObject": "AccessDenied" }[url] ?? "NoSuchKey";
    return code ? { status: code === "NoSuchKey" ? 404 : 403, body: `<Error><Code>${code}</Code></Error>` } : { body: "a,1\n" };
  }
  return { headers: { ETag: '"e"' } };
}

// All tests use one server, because the client keeps the address that it was made with.
test("files", async (files) => {
  const requests = await withAws(s3, async () => {
    await files.test("a file is stored below the run's prefix, whatever the id of the tool use", async () => {
      const link = await USE.store("chart.txt", "né", "text/plain");
      assert.deepEqual(link, { bucket: "data", key: "runs/run-1/a=2F..=2Fb/chart.txt", bytes: 3 });
    });

    await files.test("a file of the run is read as a stream", async () => {
      assert.equal(await text(await USE.open("data", "runs/run-1/there.csv")), "a,1\n");
    });

    await files.test("what may not be read is refused, with what was given and what is allowed", async () => {
      const odd = "no part of a key may be empty or lead elsewhere, as .. and %2e do";
      const allowed = "Files of this run begin with runs/run-1/; files that people put there for agents begin with inputs/";
      for (const [bucket, key, said] of [
        ["other", "runs/run-1/x", `Bucket "other" can't be read: the files of this run are in "data". ${allowed}`],
        ["data", "runs/run-10/x", `The file "runs/run-10/x" can't be read. ${allowed}`],
        ["data", "runs/run-1/../run-2/x", `The file "runs/run-1/../run-2/x" can't be read: ${odd}. ${allowed}`],
        ["data", "", `The file "" can't be read. ${allowed}`],
        [
          "data",
          "inputs/\ud800",
          `There is no file "inputs/\\ud800" in bucket "data": no bucket or no key is named like this. ${allowed}`,
        ],
        ["data", "inputs/none", `There is no file "inputs/none" in bucket "data". ${allowed}`],
        ["data", "inputs/hidden", `There is no file "inputs/hidden" in bucket "data", or this tool may not read it. ${allowed}`],
      ] as const) {
        await assert.rejects(USE.open(bucket, key), { name: "UnreadableFileError", message: said });
      }
    });

    await files.test("without a run a name that no bucket has is an error that the model can repair", async () => {
      for (const bucket of ["", "no such bucket!", "arn:aws:s3:us-east-1:1:accesspoint/x"]) {
        await assert.rejects(BY_HAND.open(bucket, "x"), { name: "UnreadableFileError", message: /There is no file "x" in bucket/ });
      }
      await assert.rejects(BY_HAND.open("data", ""), { name: "UnreadableFileError", message: /There is no file ""/ });
    });

    await files.test("a stream is sent in parts as it comes, and nothing of it is lost", async () => {
      const chunk = Buffer.alloc(1_000_003, "ab");
      const link = await USE.storeStream("x.bin", Readable.from(Array(12).fill(chunk)), "application/octet-stream");
      assert.deepEqual(link, { bucket: "data", key: "runs/run-1/a=2F..=2Fb/x.bin", bytes: 12 * chunk.length });
    });

    await files.test("without a run there is nowhere to store", async () => {
      await assert.rejects(BY_HAND.store("x.txt", "x", "text/plain"), { name: "NowhereToStoreError" });
    });
  });

  await files.test("what went over the wire is what was stored", () => {
    const [put, ...parts] = requests.filter(({ method }) => method === "PUT");
    assert.equal(put?.url, "/data/runs/run-1/a%3D2F..%3D2Fb/chart.txt?x-id=PutObject");
    assert.deepEqual([put?.headers["content-type"], put?.body.toString()], ["text/plain", "né"]);
    const numbered = parts.map(({ url, body }) => ({
      number: Number(new URL(url, "http://s3").searchParams.get("partNumber")),
      body,
    }));
    numbered.sort((a, b) => a.number - b.number);
    assert.deepEqual(
      numbered.map(({ body }) => body.length),
      [PART_BYTES, PART_BYTES, 12 * 1_000_003 - 2 * PART_BYTES],
    );
    const sent = createHash("sha256")
      .update(Buffer.concat(numbered.map(({ body }) => body)))
      .digest("hex");
    const given = createHash("sha256")
      .update(Buffer.concat(Array(12).fill(Buffer.alloc(1_000_003, "ab"))))
      .digest("hex");
    assert.equal(sent, given);
  });
});
