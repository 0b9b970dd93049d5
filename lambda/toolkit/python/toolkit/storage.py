"""Files in S3."""

from functools import cache
from typing import Any


@cache
def _s3() -> Any:
    # Most tool uses store nothing, and importing boto3 takes a good part of a cold start.
    import boto3

    return boto3.client("s3")


def put(bucket: str, key: str, data: bytes, content_type: str) -> None:
    _s3().put_object(Bucket=bucket, Key=key, Body=data, ContentType=content_type)
