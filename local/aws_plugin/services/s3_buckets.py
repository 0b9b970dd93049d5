"""Buckets: https://docs.aws.amazon.com/AmazonS3/latest/API/. `s3_bucket_settings.py` holds their settings."""

from typing import Any, ClassVar

from botocore.exceptions import ClientError

from ..connections import Aws
from ..errors import GONE, ProviderError
from ..naming import AutoName
from ..resource_type import ResourceType, Values
from . import tags
from .identity import dns_suffix


class BucketTakenError(ProviderError):
    """A bucket of that name exists already."""


def get_bucket(aws: Aws, arguments: Values) -> Values:
    """Answer `aws.s3.get_bucket`. Raises ProviderError for a bucket that isn't there."""
    name = arguments["bucket"]
    if not _exists(aws.client("s3"), name):
        raise NoBucketError(f"there is no bucket named {name}")
    suffix = dns_suffix(aws)
    return {
        "arn": f"arn:{aws.partition}:s3:::{name}",
        "bucket": name,
        "bucketDomainName": f"{name}.s3.{suffix}",
        "bucketRegion": aws.region,
        "bucketRegionalDomainName": f"{name}.s3.{aws.region}.{suffix}",
        "hostedZoneId": "",
        "id": name,
        "region": aws.region,
        "websiteDomain": "",
        "websiteEndpoint": "",
    }


class NoBucketError(ProviderError):
    """There is no bucket of that name."""


class Bucket(ResourceType):
    token = "aws:s3/bucket:Bucket"
    settable = frozenset({"bucket", "forceDestroy", "tags"})
    computed = frozenset({"arn", "bucketDomainName", "bucketRegion", "bucketRegionalDomainName", "tagsAll"})
    changing = frozenset({"tagsAll"})
    replace_on = frozenset({"bucket"})
    defaults: ClassVar[Values] = {"forceDestroy": False}
    auto_name = AutoName("bucket", 63, lower=True)

    def create(self, aws: Aws, inputs: Values) -> str:
        # us-east-1 is the one region that CreateBucket does not take as a location.
        place = {} if aws.region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": aws.region}}
        s3 = aws.client("s3")
        # In us-east-1, creating a bucket that one already owns succeeds. It would then belong to two stacks.
        if _exists(s3, inputs["bucket"]):
            raise BucketTakenError(f"a bucket named {inputs['bucket']} exists already")
        s3.create_bucket(Bucket=inputs["bucket"], **place)
        bucket: str = inputs["bucket"]
        return bucket

    def finish(self, aws: Aws, resource_id: str, inputs: Values) -> None:
        if inputs.get("tags"):
            _put_tags(aws, resource_id, inputs["tags"])

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values:
        s3 = aws.client("s3")
        s3.head_bucket(Bucket=resource_id)
        suffix = dns_suffix(aws)
        return {
            "arn": f"arn:{aws.partition}:s3:::{resource_id}",
            "bucket": resource_id,
            "bucketDomainName": f"{resource_id}.s3.{suffix}",
            "bucketRegion": aws.region,
            "bucketRegionalDomainName": f"{resource_id}.s3.{aws.region}.{suffix}",
            "forceDestroy": state.get("forceDestroy", False),
            "tags": _read_tags(s3, resource_id),
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        if new.get("tags"):
            _put_tags(aws, resource_id, new["tags"])
        else:
            aws.client("s3").delete_bucket_tagging(Bucket=resource_id)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        s3 = aws.client("s3")
        if state.get("forceDestroy"):
            for page in s3.get_paginator("list_object_versions").paginate(Bucket=resource_id):
                found = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
                doomed = [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in found]
                if doomed:
                    s3.delete_objects(Bucket=resource_id, Delete={"Objects": doomed, "Quiet": True})
        s3.delete_bucket(Bucket=resource_id)


def _exists(s3: Any, bucket: str) -> bool:
    try:
        s3.head_bucket(Bucket=bucket)
    except ClientError as error:
        if error.response["Error"]["Code"] in GONE:
            return False
        raise
    return True


def _put_tags(aws: Aws, bucket: str, given: dict[str, str]) -> None:
    aws.client("s3").put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tags.as_list(given)})


def _read_tags(s3: Any, bucket: str) -> dict[str, str]:
    try:
        return tags.as_map(s3.get_bucket_tagging(Bucket=bucket)["TagSet"])
    except ClientError as error:
        if error.response["Error"]["Code"] == "NoSuchTagSet":
            return {}
        raise


TYPES = (Bucket(),)
