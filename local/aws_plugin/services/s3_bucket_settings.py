"""Bucket settings. Each setting is a resource of its own, whose ID is the bucket's name."""

from typing import Any, ClassVar

from ..connections import Aws
from ..resource_type import ResourceType, Values
from . import tags
from .spelling import from_aws, to_aws

_BLOCKS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


class BucketSetting(ResourceType):
    """One setting of a bucket: a put, a get and a delete call, which the subclasses name. A put replaces the whole setting."""

    replace_on = frozenset({"bucket"})

    def put(self, s3: Any, inputs: Values) -> None:
        raise NotImplementedError

    def get(self, s3: Any, bucket: str) -> Values:
        raise NotImplementedError

    def remove(self, s3: Any, bucket: str) -> None:
        raise NotImplementedError

    def create(self, aws: Aws, inputs: Values) -> str:
        self.put(aws.client("s3"), inputs)
        bucket: str = inputs["bucket"]
        return bucket

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values:
        return {"bucket": resource_id} | self.get(aws.client("s3"), resource_id)

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        self.put(aws.client("s3"), new)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        self.remove(aws.client("s3"), resource_id)


class Encryption(BucketSetting):
    token = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    settable = frozenset({"bucket", "rules"})

    def put(self, s3: Any, inputs: Values) -> None:
        rules = {"Rules": to_aws(inputs["rules"])}
        s3.put_bucket_encryption(Bucket=inputs["bucket"], ServerSideEncryptionConfiguration=rules)

    def get(self, s3: Any, bucket: str) -> Values:
        found = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]
        return {"rules": from_aws(found["Rules"])}

    def remove(self, s3: Any, bucket: str) -> None:
        s3.delete_bucket_encryption(Bucket=bucket)


class PublicAccessBlock(BucketSetting):
    token = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
    settable = frozenset({"bucket", *_BLOCKS})
    defaults: ClassVar[Values] = dict.fromkeys(_BLOCKS, False)

    def put(self, s3: Any, inputs: Values) -> None:
        blocks = {name: self.value(inputs, name) for name in _BLOCKS}
        s3.put_public_access_block(Bucket=inputs["bucket"], PublicAccessBlockConfiguration=to_aws(blocks))

    def get(self, s3: Any, bucket: str) -> Values:
        blocks: Values = from_aws(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"])
        return blocks

    def remove(self, s3: Any, bucket: str) -> None:
        s3.delete_public_access_block(Bucket=bucket)


class OwnershipControls(BucketSetting):
    token = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
    settable = frozenset({"bucket", "rule"})

    def put(self, s3: Any, inputs: Values) -> None:
        rules = {"Rules": [to_aws(inputs["rule"])]}
        s3.put_bucket_ownership_controls(Bucket=inputs["bucket"], OwnershipControls=rules)

    def get(self, s3: Any, bucket: str) -> Values:
        rules = s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"]["Rules"]
        return {"rule": from_aws(rules[0])}

    def remove(self, s3: Any, bucket: str) -> None:
        s3.delete_bucket_ownership_controls(Bucket=bucket)


class BucketPolicy(BucketSetting):
    token = "aws:s3/bucketPolicy:BucketPolicy"
    settable = frozenset({"bucket", "policy"})
    policies = frozenset({"policy"})

    def put(self, s3: Any, inputs: Values) -> None:
        s3.put_bucket_policy(Bucket=inputs["bucket"], Policy=inputs["policy"])

    def get(self, s3: Any, bucket: str) -> Values:
        return {"policy": s3.get_bucket_policy(Bucket=bucket)["Policy"]}

    def remove(self, s3: Any, bucket: str) -> None:
        s3.delete_bucket_policy(Bucket=bucket)


class Lifecycle(BucketSetting):
    token = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
    settable = frozenset({"bucket", "rules"})

    def put(self, s3: Any, inputs: Values) -> None:
        rules = {"Rules": [_aws_rule(rule) for rule in inputs.get("rules", [])]}
        s3.put_bucket_lifecycle_configuration(Bucket=inputs["bucket"], LifecycleConfiguration=rules)

    def get(self, s3: Any, bucket: str) -> Values:
        found = s3.get_bucket_lifecycle_configuration(Bucket=bucket)
        return {"rules": [_rule(rule) for rule in found["Rules"]]}

    def remove(self, s3: Any, bucket: str) -> None:
        s3.delete_bucket_lifecycle(Bucket=bucket)


def _aws_rule(rule: Values) -> dict[str, Any]:
    """Return a rule as AWS takes it. AWS requires a filter in every rule; an empty prefix selects all objects."""
    request: dict[str, Any] = to_aws({name: value for name, value in rule.items() if name != "filter"})
    given = dict(rule.get("filter") or {})
    both = given.pop("and", None)
    request["Filter"] = to_aws(given)
    if both is not None:
        request["Filter"]["And"] = to_aws({name: value for name, value in both.items() if name != "tags"})
        request["Filter"]["And"]["Tags"] = tags.as_list(both.get("tags"))
    if not request["Filter"] and "Prefix" not in request:
        request["Filter"] = {"Prefix": ""}
    return {name: value for name, value in request.items() if not (name == "Filter" and not value)}


def _rule(answer: dict[str, Any]) -> Values:
    rule: Values = from_aws(answer)
    both = answer.get("Filter", {}).get("And")
    if both:
        rule["filter"]["and"]["tags"] = tags.as_map(both.get("Tags"))
    for dated in (rule.get("expiration"), *rule.get("transitions", [])):
        if dated and "date" in dated:
            dated["date"] = dated["date"].strftime("%Y-%m-%dT%H:%M:%SZ")
    return rule


TYPES = (Encryption(), PublicAccessBlock(), OwnershipControls(), BucketPolicy(), Lifecycle())
