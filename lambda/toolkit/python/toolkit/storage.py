"""Files in S3: what a tool stores, and what it reads. Which of them a run may read, `tool_use.py` decides."""

import io
from functools import cache
from typing import Any, BinaryIO

from toolkit.errors import UnreadableFileError

READ_AHEAD_BYTES = 1024 * 1024

# Where a function may not list a bucket, S3 doesn't tell it a missing file from a forbidden one: it says AccessDenied (or 403) of
# both. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
_NOT_THERE = {"NoSuchKey", "NoSuchBucket", "404"}
_NOT_ALLOWED = {"AccessDenied", "403", "AllAccessDisabled"}
_NO_SUCH_NAME = {"InvalidBucketName", "KeyTooLongError"}


class StoredFile(io.BufferedReader):
    """A file of S3 that is read as it arrives: binary, once, from the beginning. To be closed, best by `with`."""

    def __init__(self, body: Any, size: int):
        super().__init__(body, READ_AHEAD_BYTES)
        self.bytes = size
        """The size of the whole file."""


@cache
def _s3() -> Any:
    # Most tool uses store nothing, and importing boto3 takes a good part of a cold start.
    import boto3

    return boto3.client("s3")


def put(bucket: str, key: str, data: bytes | BinaryIO, content_type: str) -> int:
    """Stores bytes, or an open file from its beginning on, which is read as it is sent. Returns how many bytes these are."""
    if isinstance(data, bytes):
        size = len(data)
    else:
        size = data.seek(0, io.SEEK_END)
        data.seek(0)
    _s3().put_object(Bucket=bucket, Key=key, Body=data, ContentType=content_type, ContentLength=size)
    return size


def get(bucket: str, key: str) -> StoredFile:
    """Raises UnreadableFileError for a file that isn't there or mayn't be read."""
    from botocore.exceptions import ClientError, ParamValidationError

    try:
        found = _s3().get_object(Bucket=bucket, Key=key)
    except (ParamValidationError, UnicodeEncodeError) as wrong:  # half of a surrogate pair can't be sent
        raise UnreadableFileError(
            f"There is no file {key!r} in bucket {bucket!r}: no bucket or no key is named like this."
        ) from wrong
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code")
        if code in _NOT_THERE | _NO_SUCH_NAME:
            raise UnreadableFileError(f"There is no file {key!r} in bucket {bucket!r}.") from error
        if code in _NOT_ALLOWED:
            raise UnreadableFileError(f"There is no file {key!r} in bucket {bucket!r}, or this tool may not read it.") from error
        raise
    return StoredFile(found["Body"], found["ContentLength"])
