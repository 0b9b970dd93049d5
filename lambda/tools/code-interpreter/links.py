"""Makes presigned URLs of S3, by which the sandbox reads and writes single files without any role."""

import os
import socket
from collections.abc import Iterable
from functools import cache
from typing import Any
from urllib.parse import urlsplit

SECONDS = 180
"""The time that a link works: longer than a call takes."""


@cache
def s3() -> Any:
    import boto3
    from botocore.config import Config

    # The sandbox's network leads to S3 of its own region alone. By default most regions have links to S3 as a whole. An emulator's
    # address can't stand behind the name of a bucket.
    emulated = "AWS_ENDPOINT_URL" in os.environ or "AWS_ENDPOINT_URL_S3" in os.environ
    style = {"addressing_style": "path" if emulated else "virtual", "us_east_1_regional_endpoint": "regional"}
    return boto3.client("s3", config=Config(signature_version="s3v4", s3=style))


def to_read(bucket: str, key: str) -> str:
    return _link("get_object", bucket, key)


def to_write(bucket: str, key: str) -> str:
    return _link("put_object", bucket, key)


def _link(method: str, bucket: str, key: str) -> str:
    link: str = s3().generate_presigned_url(method, Params={"Bucket": bucket, "Key": key}, ExpiresIn=SECONDS)
    return link


def addresses(of: Iterable[str]) -> dict[str, list[str]]:
    """Return the IP addresses of the hosts in links. The sandbox's network has no name server that could tell them."""
    hosts = sorted({str(urlsplit(link).hostname) for link in of})
    return {host: _addresses(host) for host in hosts}


def _addresses(host: str) -> list[str]:
    # The network of the sandbox has addresses of version 4 alone.
    return sorted({str(found[4][0]) for found in socket.getaddrinfo(host, None, socket.AF_INET, socket.SOCK_STREAM)})
