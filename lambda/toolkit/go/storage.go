package toolkit

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"slices"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
)

// If a function may not list a bucket, S3 answers AccessDenied for a missing file too.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
var (
	notThere   = []string{"NoSuchKey", "NoSuchBucket", "NotFound", "404", "InvalidBucketName", "KeyTooLongError"}
	notAllowed = []string{"AccessDenied", "Forbidden", "403", "AllAccessDisabled"}
)

// awsConfig reads region, credentials and AWS_ENDPOINT_URL from the environment, as every SDK does. Most tool uses need none of it.
var awsConfig = sync.OnceValues(func() (aws.Config, error) { return config.LoadDefaultConfig(context.Background()) })

// storage makes its client when the first file is stored or read.
type storage struct {
	once   sync.Once
	client *s3.Client
	err    error
}

func (s *storage) connect() (*s3.Client, error) {
	s.once.Do(func() {
		var settings aws.Config
		if settings, s.err = awsConfig(); s.err != nil {
			return
		}
		s.client = s3.NewFromConfig(settings, func(options *s3.Options) {
			// Emulators don't understand host names with a bucket.
			options.UsePathStyle = os.Getenv("AWS_ENDPOINT_URL_S3") != "" || os.Getenv("AWS_ENDPOINT_URL") != ""
			// Without this the SDK logs a line for each file that has no checksum.
			options.DisableLogOutputChecksumValidationSkipped = true
		})
	})
	return s.client, s.err
}

func (s *storage) put(ctx context.Context, bucket, key string, file io.ReadSeeker, contentType string) (int64, error) {
	client, err := s.connect()
	if err != nil {
		return 0, err
	}
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	_, err = client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: &bucket, Key: &key, Body: file, ContentLength: &size, ContentType: &contentType,
	})
	return size, err
}

// get opens a file. It returns an UnreadableFileError if the file doesn't exist or the function may not read it. The error ends
// with the text of allowed.
func (s *storage) get(ctx context.Context, bucket, key, allowed string) (io.ReadCloser, error) {
	if bucket == "" || key == "" {
		return nil, &UnreadableFileError{
			text("There is no file %q in bucket %q: neither of the names may be empty.%s", key, bucket, allowed),
		}
	}
	client, err := s.connect()
	if err != nil {
		return nil, err
	}
	found, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &key})
	code, status := refusal(err)
	switch {
	case err == nil:
		return found.Body, nil
	case slices.Contains(notThere, code) || status == http.StatusNotFound:
		return nil, &UnreadableFileError{text("There is no file %q in bucket %q.%s", key, bucket, allowed)}
	case slices.Contains(notAllowed, code) || code == "" && status == http.StatusForbidden:
		return nil, &UnreadableFileError{
			text("There is no file %q in bucket %q, or this tool may not read it.%s", key, bucket, allowed),
		}
	}
	return nil, err
}

// refusal returns the code of an error of S3, and the status of the answer. They are empty and 0 if there was no answer. The code
// is empty too if the answer can't be read, for example because it repeats a key that no XML can hold.
func refusal(err error) (code string, status int) {
	var named smithy.APIError
	if errors.As(err, &named) {
		code = named.ErrorCode()
	}
	var answer *awshttp.ResponseError
	if errors.As(err, &answer) {
		status = answer.HTTPStatusCode()
	}
	return code, status
}
