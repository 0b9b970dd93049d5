"""KMS keys and their aliases: https://docs.aws.amazon.com/kms/latest/APIReference/."""

from typing import Any, ClassVar

from ..check import Failure
from ..connections import Aws
from ..resource_type import ResourceType, Values
from . import tags
from .spelling import present

_TAGS = {"key": "TagKey", "value": "TagValue"}


class Key(ResourceType):
    token = "aws:kms/key:Key"
    settable = frozenset(
        {
            "customerMasterKeySpec",
            "deletionWindowInDays",
            "description",
            "enableKeyRotation",
            "isEnabled",
            "keyUsage",
            "multiRegion",
            "policy",
            "rotationPeriodInDays",
            "tags",
        }
    )
    computed = frozenset({"arn", "keyId", "tagsAll"})
    changing = frozenset({"tagsAll"})
    replace_on = frozenset({"customerMasterKeySpec", "keyUsage", "multiRegion"})
    policies = frozenset({"policy"})
    defaults: ClassVar[Values] = {
        "customerMasterKeySpec": "SYMMETRIC_DEFAULT",
        "deletionWindowInDays": 30,
        "description": "",
        "enableKeyRotation": False,
        "isEnabled": True,
        "keyUsage": "ENCRYPT_DECRYPT",
        "multiRegion": False,
        "rotationPeriodInDays": 365,
    }

    def check(self, inputs: Values) -> list[Failure]:
        days = self.value(inputs, "deletionWindowInDays")
        if isinstance(days, int) and not 7 <= days <= 30:
            return [Failure("deletionWindowInDays", f"is {days}. Allowed: 7 to 30")]
        return []

    def create(self, aws: Aws, inputs: Values) -> str:
        request = {
            "Description": inputs.get("description"),
            "KeySpec": inputs.get("customerMasterKeySpec"),
            "KeyUsage": inputs.get("keyUsage"),
            "MultiRegion": inputs.get("multiRegion"),
            "Policy": inputs.get("policy"),
            "Tags": tags.as_list(inputs.get("tags"), **_TAGS) or None,
        }
        key_id: str = aws.client("kms").create_key(**present(request))["KeyMetadata"]["KeyId"]
        return key_id

    def finish(self, aws: Aws, resource_id: str, inputs: Values) -> None:
        self._set_state(aws, resource_id, {}, inputs)

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values | None:
        client = aws.client("kms")
        key = client.describe_key(KeyId=resource_id)["KeyMetadata"]
        if key["KeyState"] == "PendingDeletion":
            return None
        live = {
            "arn": key["Arn"],
            "customerMasterKeySpec": key["KeySpec"],
            # AWS knows it only once the key is being deleted.
            "deletionWindowInDays": state.get("deletionWindowInDays", 30),
            "description": key["Description"],
            "isEnabled": key["Enabled"],
            "keyId": key["KeyId"],
            "keyUsage": key["KeyUsage"],
            "multiRegion": key["MultiRegion"],
            "policy": client.get_key_policy(KeyId=resource_id, PolicyName="default")["Policy"],
            "tags": tags.as_map(client.list_resource_tags(KeyId=resource_id)["Tags"], **_TAGS),
        }
        if key["KeySpec"] != "SYMMETRIC_DEFAULT":
            return live
        rotation = client.get_key_rotation_status(KeyId=resource_id)
        return live | {
            "enableKeyRotation": rotation["KeyRotationEnabled"],
            "rotationPeriodInDays": rotation.get("RotationPeriodInDays", 365),
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        client = aws.client("kms")
        if self.value(old, "description") != self.value(new, "description"):
            client.update_key_description(KeyId=resource_id, Description=self.value(new, "description"))
        if new.get("policy") and old.get("policy") != new["policy"]:
            client.put_key_policy(KeyId=resource_id, PolicyName="default", Policy=new["policy"])
        self._set_state(aws, resource_id, old, new)
        change = tags.changes(old.get("tags"), new.get("tags"))
        if change.set:
            client.tag_resource(KeyId=resource_id, Tags=tags.as_list(change.set, **_TAGS))
        if change.removed:
            client.untag_resource(KeyId=resource_id, TagKeys=change.removed)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        days = int(state.get("deletionWindowInDays", 30))
        aws.client("kms").schedule_key_deletion(KeyId=resource_id, PendingWindowInDays=days)

    def _set_state(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        client = aws.client("kms")
        rotation = ("enableKeyRotation", "rotationPeriodInDays")
        if any(self.value(old, name) != self.value(new, name) for name in rotation):
            if self.value(new, "enableKeyRotation"):
                client.enable_key_rotation(KeyId=resource_id, RotationPeriodInDays=self.value(new, "rotationPeriodInDays"))
            else:
                client.disable_key_rotation(KeyId=resource_id)
        if self.value(old, "isEnabled") != self.value(new, "isEnabled"):
            change = client.enable_key if self.value(new, "isEnabled") else client.disable_key
            change(KeyId=resource_id)


class Alias(ResourceType):
    token = "aws:kms/alias:Alias"
    settable = frozenset({"name", "targetKeyId"})
    computed = frozenset({"arn", "targetKeyArn"})
    changing = frozenset({"targetKeyArn"})
    replace_on = frozenset({"name"})

    def check(self, inputs: Values) -> list[Failure]:
        name = inputs.get("name")
        if name is None or (isinstance(name, str) and not name.startswith("alias/")):
            return [Failure("name", "is required on the laptop stack, and begins with alias/")]
        return []

    def create(self, aws: Aws, inputs: Values) -> str:
        aws.client("kms").create_alias(AliasName=inputs["name"], TargetKeyId=inputs["targetKeyId"])
        name: str = inputs["name"]
        return name

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values | None:
        client = aws.client("kms")
        pages = client.get_paginator("list_aliases").paginate()
        found: dict[str, Any] | None = next(
            (one for page in pages for one in page["Aliases"] if one["AliasName"] == resource_id), None
        )
        if found is None:
            return None
        arn = client.describe_key(KeyId=found["TargetKeyId"])["KeyMetadata"]["Arn"]
        # A program may name the key by its ID or by its ARN.
        given = state.get("targetKeyId")
        return {
            "arn": found["AliasArn"],
            "name": resource_id,
            "targetKeyArn": arn,
            "targetKeyId": given if given == arn else found["TargetKeyId"],
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        aws.client("kms").update_alias(AliasName=resource_id, TargetKeyId=new["targetKeyId"])

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        aws.client("kms").delete_alias(AliasName=resource_id)


TYPES = (Key(), Alias())
