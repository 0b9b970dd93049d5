import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { inspect } from "node:util";
import { secret } from "../src/secret.ts";
import { setting } from "../src/setting.ts";
import { type Request, withAws } from "./server.ts";

const JSON_1_1 = { "Content-Type": "application/x-amz-json-1.1" };

function vault({ body }: Request) {
  const values: Record<string, string> = { "arn:key": " top-secret\n", "arn:empty": " " };
  return { headers: JSON_1_1, body: JSON.stringify({ SecretString: values[JSON.parse(body.toString()).SecretId] }) };
}

test("a secret is asked for once in five minutes, and is in no text that is made of it", async (context) => {
  process.env.SECRET_ARN_GOOGLE_MAPS = "arn:key";
  context.after(() => mock.restoreAll());
  const requests = await withAws(vault, async () => {
    const found = await secret("google_maps");
    assert.equal(found.reveal(), "top-secret");
    assert.equal(await secret("google_maps"), found);
    for (const text of [String(found), JSON.stringify(found), inspect(found, { showHidden: true, depth: 9 }), `${found}`]) {
      assert.doesNotMatch(text, /top-secret/);
    }
    const now = performance.now();
    mock.method(performance, "now", () => now + 5 * 60 * 1000);
    assert.equal((await secret("google_maps")).reveal(), "top-secret");
  });
  assert.equal(requests.length, 2);
});

test("a secret that the function wasn't given, or that is empty, is an error that the model can tell on", async () => {
  await assert.rejects(secret("perplexity"), {
    name: "NoSecretError",
    message: "This tool has no secret perplexity, so it can't do this. A person has to deploy one.",
  });
  process.env.SECRET_ARN_BLANK = "arn:empty";
  await withAws(vault, async () => {
    await assert.rejects(secret("blank"), {
      name: "NoSecretError",
      message: "The secret blank of this tool is empty. A person has to set it.",
    });
  });
});

test("a setting is its text, and empty where there is none", () => {
  process.env.SETTING_GATEWAY = "http://127.0.0.1:1";
  assert.deepEqual([setting("gateway"), setting("other")], ["http://127.0.0.1:1", ""]);
});
