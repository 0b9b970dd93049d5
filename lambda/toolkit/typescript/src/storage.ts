/** Stores and reads files in S3. `tool-use.ts` decides which files a run may read. */

import { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import { UnreadableFileError } from "./errors.ts";
import { whole } from "./json.ts";

// If a function may not list a bucket, S3 answers AccessDenied for a missing file too.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
const NOT_THERE = ["NoSuchKey", "NoSuchBucket", "NotFound", "InvalidBucketName", "KeyTooLongError"];
const NOT_ALLOWED = ["AccessDenied", "AllAccessDisabled"];

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** The place of a stored file, and its size. */
export interface Link {
  bucket: string;
  key: string;
  bytes: number;
}

export async function put(bucket: string, key: string, data: Uint8Array, contentType: string): Promise<Link> {
  const { s3, client } = await sdk();
  await client.send(new s3.PutObjectCommand({ Bucket: bucket, Key: key, Body: data, ContentType: contentType }));
  return { bucket, key, bytes: data.byteLength };
}

/** Stores a stream in parts of 5 MiB. At most four parts are in memory. */
export async function putStream(bucket: string, key: string, data: Readable, contentType: string): Promise<Link> {
  const { client } = await sdk();
  const { Upload } = await import("@aws-sdk/lib-storage");
  let bytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const part of data) {
      bytes += part.byteLength;
      yield part;
    }
  }
  const body = Readable.from(counted());
  await new Upload({ client, params: { Bucket: bucket, Key: key, Body: body, ContentType: contentType } }).done();
  return { bucket, key, bytes };
}

/** Opens a file of S3. Throws UnreadableFileError if it doesn't exist or the function may not read it. */
export async function get(bucket: string, key: string): Promise<Readable> {
  const file = `file ${JSON.stringify(key)} in bucket ${JSON.stringify(bucket)}`;
  // No name has half of a surrogate pair, and the client couldn't send it.
  if (!BUCKET_NAME.test(bucket) || key === "" || whole(key) !== key) {
    throw new UnreadableFileError(`There is no ${file}: no bucket or no key is named like this.`);
  }
  const { s3, client } = await sdk();
  try {
    const { Body } = await client.send(new s3.GetObjectCommand({ Bucket: bucket, Key: key }));
    return Body as Readable;
  } catch (error) {
    const { name } = error as Error;
    if (NOT_THERE.includes(name)) {
      throw new UnreadableFileError(`There is no ${file}.`, { cause: error });
    }
    if (NOT_ALLOWED.includes(name)) {
      throw new UnreadableFileError(`There is no ${file}, or this tool may not read it.`, { cause: error });
    }
    throw error;
  }
}

interface Sdk {
  s3: typeof import("@aws-sdk/client-s3");
  client: S3Client;
}

let loaded: Promise<Sdk> | undefined;

/** Loads the client's code when it is first needed. It takes a good part of a cold start, and most tool uses store nothing. */
function sdk(): Promise<Sdk> {
  loaded ??= import("@aws-sdk/client-s3").then((s3) => ({
    s3,
    client: new s3.S3Client({
      // Emulators don't understand host names with a bucket.
      forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL_S3 || process.env.AWS_ENDPOINT_URL),
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    }),
  }));
  return loaded;
}
