package toolkit

import (
	"bytes"
	"context"
	"fmt"
	"io"
)

// The files that a tool use stores and reads. storage.go sends them to S3 and gets them from there.

// Link is the place of a stored file, and its size.
type Link struct {
	Bucket string `json:"bucket"`
	Key    string `json:"key"`
	Bytes  int64  `json:"bytes"`
}

// Store stores bytes as a file of this tool use. It replaces a file with the same name of the same tool use.
func (u *ToolUse) Store(ctx context.Context, name string, data []byte, contentType string) (Link, error) {
	return u.StoreFile(ctx, name, bytes.NewReader(data), contentType)
}

// StoreFile stores a whole open file, as Store does. The file is never in memory as a whole.
func (u *ToolUse) StoreFile(ctx context.Context, name string, file io.ReadSeeker, contentType string) (Link, error) {
	if u.Bucket == "" {
		return Link{}, &NowhereToStoreError{text("This tool use came without a run, so there is no bucket to store a file in.")}
	}
	key := u.Prefix + part(u.ID) + "/" + part(name)
	size, err := u.storage.put(ctx, u.Bucket, key, file, contentType)
	return Link{u.Bucket, key, size}, err
}

// Open opens a file of this run, or one that people put there for agents. It is read as it arrives. The caller closes it.
//
// Without a run in the event, the function's role alone decides which files can be read. An UnreadableFileError tells the model
// which files it may read.
func (u *ToolUse) Open(ctx context.Context, bucket, key string) (io.ReadCloser, error) {
	if u.Bucket == "" {
		return u.storage.get(ctx, bucket, key, "")
	}
	allowed := fmt.Sprintf(" Files of this run begin with %s; files that people put there for agents begin with %s", u.Prefix, inputs)
	if bucket != u.Bucket {
		return nil, &UnreadableFileError{
			text("Bucket %q can't be read: the files of this run are in %q.%s", bucket, u.Bucket, allowed),
		}
	}
	if !beginsWell(u.Prefix, key) {
		return nil, &UnreadableFileError{text("The file %q can't be read.%s", key, allowed)}
	}
	if strays(u.Prefix, key) {
		const why = "no part of a key may be empty or lead elsewhere, as .. and %2e do"
		return nil, &UnreadableFileError{text("The file %q can't be read: %s.%s", key, why, allowed)}
	}
	return u.storage.get(ctx, bucket, key, allowed)
}
