"""Objects in a bucket: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html.

Every change but that of tags uploads the object again. AWS returns its content only as bytes. So a refresh notices a deleted object
and a changed type or tag, but no changed content. `sourceHash` is for that, as with Pulumi's real AWS plugin.
"""

import base64
import urllib.parse
from typing import Any

from ..check import Failure
from ..connections import Aws
from ..resource_type import ResourceType, Values
from ..wire import Asset
from . import tags
from .archives import asset_bytes
from .spelling import present

_CONTENT = ("content", "contentBase64", "source")
_HEADERS = {
    "cacheControl": "CacheControl",
    "contentDisposition": "ContentDisposition",
    "contentEncoding": "ContentEncoding",
    "contentLanguage": "ContentLanguage",
    "contentType": "ContentType",
    "serverSideEncryption": "ServerSideEncryption",
    "storageClass": "StorageClass",
}


class BucketObjectv2(ResourceType):
    token = "aws:s3/bucketObjectv2:BucketObjectv2"
    settable = frozenset({"bucket", "key", "metadata", "sourceHash", "tags", *_CONTENT, *_HEADERS})
    computed = frozenset({"arn", "contentType", "etag", "serverSideEncryption", "storageClass", "tagsAll", "versionId"})
    changing = frozenset({"etag", "tagsAll", "versionId"})
    replace_on = frozenset({"bucket", "key"})

    def check(self, inputs: Values) -> list[Failure]:
        failures = []
        if sum(name in inputs for name in _CONTENT) > 1:
            failures.append(Failure("content", "contentBase64 and source exclude each other: give one"))
        if "key" not in inputs:
            failures.append(Failure("key", "is required: the object's name in its bucket"))
        return failures

    def create(self, aws: Aws, inputs: Values) -> str:
        self._put(aws, inputs)
        return f"{inputs['bucket']}/{inputs['key']}"

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values:
        s3 = aws.client("s3")
        bucket, key = resource_id.split("/", 1)
        head = s3.head_object(Bucket=bucket, Key=key)
        live: Values = {name: head.get(header) for name, header in _HEADERS.items()}
        return live | {
            "arn": f"arn:{aws.partition}:s3:::{bucket}/{key}",
            "bucket": bucket,
            "etag": head["ETag"].strip('"'),
            "key": key,
            "metadata": head.get("Metadata", {}),
            "storageClass": head.get("StorageClass", "STANDARD"),
            "tags": tags.as_map(s3.get_object_tagging(Bucket=bucket, Key=key)["TagSet"]),
            "versionId": head.get("VersionId"),
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        if {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)} - {"tags"}:
            self._put(aws, new)
            return
        bucket, key = resource_id.split("/", 1)
        wanted = {"TagSet": tags.as_list(new.get("tags"))}
        aws.client("s3").put_object_tagging(Bucket=bucket, Key=key, Tagging=wanted)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        bucket, key = resource_id.split("/", 1)
        aws.client("s3").delete_object(Bucket=bucket, Key=key)

    def _put(self, aws: Aws, inputs: Values) -> None:
        request: dict[str, Any] = {header: inputs.get(name) for name, header in _HEADERS.items()}
        request |= {"Bucket": inputs["bucket"], "Key": inputs["key"], "Metadata": inputs.get("metadata")}
        if inputs.get("tags"):
            request["Tagging"] = urllib.parse.urlencode(inputs["tags"])
        aws.client("s3").put_object(Body=_body(inputs), **present(request))


def _body(inputs: Values) -> bytes:
    if isinstance(inputs.get("source"), Asset):
        return asset_bytes(inputs["source"])
    if "contentBase64" in inputs:
        return base64.b64decode(inputs["contentBase64"])
    content: str = inputs.get("content", "")
    return content.encode()


TYPES = (BucketObjectv2(),)
