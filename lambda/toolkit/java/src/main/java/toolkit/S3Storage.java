package toolkit;

import java.io.FilterInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Stores files in S3, with the region, the credentials and the endpoint of the environment. */
final class S3Storage implements Storage {
    // If a function may not list a bucket, S3 answers AccessDenied for a missing file too.
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    private static final Set<String> NOT_THERE =
            Set.of("NoSuchKey", "NoSuchBucket", "InvalidBucketName", "KeyTooLongError", "404");
    private static final Set<String> NOT_ALLOWED = Set.of("AccessDenied", "AllAccessDisabled", "403");

    private S3Client made;

    @Override
    public InputStream open(String bucket, String key) {
        String file = "There is no file '" + key + "' in bucket '" + bucket + "'";
        try {
            return new Body(client().getObject(get -> get.bucket(bucket).key(key)));
        } catch (S3Exception error) {
            String code = error.awsErrorDetails() == null
                    ? ""
                    : String.valueOf(error.awsErrorDetails().errorCode());
            if (NOT_THERE.contains(code) || error.statusCode() == 404) {
                throw new UnreadableFileError(file + ".", error);
            }
            if (NOT_ALLOWED.contains(code) || error.statusCode() == 403) {
                throw new UnreadableFileError(file + ", or this tool may not read it.", error);
            }
            throw error;
        } catch (IllegalArgumentException error) {
            throw new UnreadableFileError(file + ": no bucket or no key is named like this.", error);
        }
    }

    @Override
    public void put(String bucket, String key, byte[] data, String contentType) {
        client().putObject(put -> put.bucket(bucket).key(key).contentType(contentType), RequestBody.fromBytes(data));
    }

    @Override
    public String begin(String bucket, String key, String contentType) {
        return client().createMultipartUpload(
                        create -> create.bucket(bucket).key(key).contentType(contentType))
                .uploadId();
    }

    @Override
    public String putPart(String bucket, String key, String id, int number, byte[] data, int length) {
        RequestBody body = RequestBody.fromContentProvider(
                () -> new java.io.ByteArrayInputStream(data, 0, length), length, "application/octet-stream");
        return client().uploadPart(
                        part -> part.bucket(bucket).key(key).uploadId(id).partNumber(number), body)
                .eTag();
    }

    @Override
    public void finish(String bucket, String key, String id, List<String> tags) {
        List<CompletedPart> parts = IntStream.range(0, tags.size())
                .mapToObj(i -> CompletedPart.builder()
                        .partNumber(i + 1)
                        .eTag(tags.get(i))
                        .build())
                .toList();
        client().completeMultipartUpload(complete ->
                complete.bucket(bucket).key(key).uploadId(id).multipartUpload(upload -> upload.parts(parts)));
    }

    @Override
    public void abandon(String bucket, String key, String id) {
        try {
            client().abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(id));
        } catch (SdkException ignored) {
            // The function's role may forbid it. The bucket's lifecycle rule deletes unfinished uploads.
        }
    }

    /** Makes the client when it is first needed. It takes a good part of a cold start, and most tool uses store nothing. */
    private synchronized S3Client client() {
        if (made == null) {
            // An emulator doesn't have a host for each bucket.
            boolean pathStyle =
                    System.getenv("AWS_ENDPOINT_URL") != null || System.getenv("AWS_ENDPOINT_URL_S3") != null;
            made = S3Client.builder()
                    .httpClientBuilder(UrlConnectionHttpClient.builder())
                    .forcePathStyle(pathStyle)
                    .build();
        }
        return made;
    }

    /** A file of S3. Closing it early drops the connection, because S3 would otherwise send the rest of a large file first. */
    private static final class Body extends FilterInputStream {
        private final ResponseInputStream<GetObjectResponse> response;

        Body(ResponseInputStream<GetObjectResponse> response) {
            super(response);
            this.response = response;
        }

        @Override
        public void close() {
            response.abort();
        }
    }
}
