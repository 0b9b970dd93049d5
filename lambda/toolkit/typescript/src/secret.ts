/** Reads the secrets that `tools.json` names from Secrets Manager, when a tool needs them. */

import { NoSecretError } from "./errors.ts";

/** A secret is kept so that not every tool use asks for it, and not for longer so that a new value is soon in use. */
const KEPT_MS = 5 * 60 * 1000;

const kept = new Map<string, { readAt: number; found: Secret }>();

/** A secret. No text that is made of it holds the value, so that no log and no error holds it by accident. */
export class Secret {
  readonly #value: string;

  constructor(
    readonly name: string,
    value: string,
  ) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }
}

/** Returns the secret of that name in `tools.json`. Throws NoSecretError if the function has none, or an empty one. */
export async function secret(name: string): Promise<Secret> {
  const arn = process.env[`SECRET_ARN_${name.toUpperCase()}`];
  if (!arn) {
    throw new NoSecretError(`This tool has no secret ${name}, so it can't do this. A person has to deploy one.`);
  }
  const before = kept.get(arn);
  if (before && performance.now() - before.readAt < KEPT_MS) {
    return before.found;
  }
  const found = new Secret(name, await read(name, arn));
  kept.set(arn, { readAt: performance.now(), found });
  return found;
}

async function read(name: string, arn: string): Promise<string> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import("@aws-sdk/client-secrets-manager");
  const { SecretString } = await new SecretsManagerClient().send(new GetSecretValueCommand({ SecretId: arn }));
  const value = SecretString?.trim();
  if (!value) {
    throw new NoSecretError(`The secret ${name} of this tool is empty. A person has to set it.`);
  }
  return value;
}
