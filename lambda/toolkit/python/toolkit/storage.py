"""Stores and reads files in S3. `tool_use.py` decides which files a run may read."""

import io
from functools import cache
from typing import Any, BinaryIO

from toolkit.errors import UnreadableFileError

READ_AHEAD_BYTES = 1024 * 1024

# If a function may not list a bucket, S3 answers AccessDenied (or 403) for a missing file too.
# https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
_NOT_THERE = {"NoSuchKey", "NoSuchBucket", "404"}
_NOT_ALLOWED = {"AccessDenied", "403", "AllAccessDisabled"}
_NO_SUCH_NAME = {"InvalidBucketName", "KeyTooLongError"}


class StoredFile(io.BufferedReader):
    """A file of S3 that is read as it arrives: binary, once, from the beginning. Close it, best by `with`."""

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
    """Store bytes or a whole open file. Return their number. The file is read as it is sent."""
    if isinstance(data, bytes):
        size = len(data)
    else:
        size = data.seek(0, io.SEEK_END)
        data.seek(0)
    _s3().put_object(Bucket=bucket, Key=key, Body=data, ContentType=content_type, ContentLength=size)
    return size


def get(bucket: str, key: str) -> StoredFile:
    """Open a file of S3. Raises UnreadableFileError if it doesn't exist or the function may not read it."""
    from botocore.exceptions import ClientError, ParamValidationError

    try:
        found = _s3().get_object(Bucket=bucket, Key=key)
    except (ParamValidationError, UnicodeEncodeError) as wrong:  # UnicodeEncodeError: half of a surrogate pair can't be sent
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
