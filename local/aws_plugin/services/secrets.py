"""Secrets and their values: https://docs.aws.amazon.com/secretsmanager/latest/apireference/."""

import base64
from typing import ClassVar

from ..check import Failure
from ..connections import Aws
from ..naming import AutoName
from ..resource_type import ResourceType, Values
from . import tags
from .spelling import present

CURRENT = "AWSCURRENT"


class Secret(ResourceType):
    token = "aws:secretsmanager/secret:Secret"
    settable = frozenset({"description", "kmsKeyId", "name", "policy", "recoveryWindowInDays", "tags"})
    computed = frozenset({"arn", "tagsAll"})
    changing = frozenset({"tagsAll"})
    replace_on = frozenset({"name"})
    policies = frozenset({"policy"})
    defaults: ClassVar[Values] = {"description": "", "recoveryWindowInDays": 30}
    auto_name = AutoName("name", 512)

    def check(self, inputs: Values) -> list[Failure]:
        days = inputs.get("recoveryWindowInDays", 30)
        if isinstance(days, int) and days != 0 and not 7 <= days <= 30:
            return [Failure("recoveryWindowInDays", f"is {days}. Allowed: 0 (delete at once), or 7 to 30")]
        return []

    def create(self, aws: Aws, inputs: Values) -> str:
        request = {
            "Name": inputs["name"],
            "Description": inputs.get("description"),
            "KmsKeyId": inputs.get("kmsKeyId"),
            "Tags": tags.as_list(inputs.get("tags")) or None,
        }
        arn: str = aws.client("secretsmanager").create_secret(**present(request))["ARN"]
        return arn

    def finish(self, aws: Aws, resource_id: str, inputs: Values) -> None:
        if policy := inputs.get("policy"):
            aws.client("secretsmanager").put_resource_policy(SecretId=resource_id, ResourcePolicy=policy)

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values | None:
        client = aws.client("secretsmanager")
        secret = client.describe_secret(SecretId=resource_id)
        if secret.get("DeletedDate"):
            return None
        return {
            "arn": secret["ARN"],
            "description": secret.get("Description", ""),
            "kmsKeyId": secret.get("KmsKeyId"),
            "name": secret["Name"],
            "policy": client.get_resource_policy(SecretId=resource_id).get("ResourcePolicy"),
            "recoveryWindowInDays": state.get("recoveryWindowInDays", 30),
            "tags": tags.as_map(secret.get("Tags")),
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        client = aws.client("secretsmanager")
        request = {"Description": self.value(new, "description"), "KmsKeyId": new.get("kmsKeyId")}
        client.update_secret(SecretId=resource_id, **present(request))
        self.finish(aws, resource_id, new)
        if old.get("policy") and not new.get("policy"):
            client.delete_resource_policy(SecretId=resource_id)
        change = tags.changes(old.get("tags"), new.get("tags"))
        if change.set:
            client.tag_resource(SecretId=resource_id, Tags=tags.as_list(change.set))
        if change.removed:
            client.untag_resource(SecretId=resource_id, TagKeys=change.removed)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        days = int(state.get("recoveryWindowInDays", 30))
        how = {"RecoveryWindowInDays": days} if days else {"ForceDeleteWithoutRecovery": True}
        aws.client("secretsmanager").delete_secret(SecretId=resource_id, **how)


class SecretVersion(ResourceType):
    token = "aws:secretsmanager/secretVersion:SecretVersion"
    settable = frozenset({"secretBinary", "secretId", "secretString", "versionStages"})
    computed = frozenset({"arn", "secretArn", "versionId"})
    replace_on = frozenset({"secretBinary", "secretId", "secretString"})
    unordered = frozenset({"versionStages"})

    def check(self, inputs: Values) -> list[Failure]:
        if ("secretString" in inputs) == ("secretBinary" in inputs):
            return [Failure("secretString", "or secretBinary is required, and not both")]
        return []

    def create(self, aws: Aws, inputs: Values) -> str:
        binary = inputs.get("secretBinary")
        request = {
            "SecretId": inputs["secretId"],
            "SecretString": inputs.get("secretString"),
            "SecretBinary": base64.b64decode(binary) if binary is not None else None,
            "VersionStages": inputs.get("versionStages"),
        }
        version = aws.client("secretsmanager").put_secret_value(**present(request))["VersionId"]
        return f"{inputs['secretId']}|{version}"

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values | None:
        client = aws.client("secretsmanager")
        secret, version = resource_id.rsplit("|", 1)
        if client.describe_secret(SecretId=secret).get("DeletedDate"):
            return None
        value = client.get_secret_value(SecretId=secret, VersionId=version)
        binary = value.get("SecretBinary")
        return {
            "arn": value["ARN"],
            "secretArn": value["ARN"],
            "secretBinary": base64.b64encode(binary).decode() if binary is not None else None,
            "secretId": secret,
            "secretString": value.get("SecretString"),
            "versionId": version,
            "versionStages": value["VersionStages"],
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        client = aws.client("secretsmanager")
        secret, version = resource_id.rsplit("|", 1)
        holders = client.describe_secret(SecretId=secret)["VersionIdsToStages"]
        wanted = set(new.get("versionStages") or [CURRENT])
        for stage in wanted - set(holders.get(version, [])):
            holder = next((other for other, stages in holders.items() if stage in stages), None)
            moved = {"RemoveFromVersionId": holder} if holder else {}
            client.update_secret_version_stage(SecretId=secret, VersionStage=stage, MoveToVersionId=version, **moved)
        for stage in set(holders.get(version, [])) - wanted - {CURRENT}:
            client.update_secret_version_stage(SecretId=secret, VersionStage=stage, RemoveFromVersionId=version)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        """Take the labels from a version. A version can't be deleted: without labels AWS forgets it. AWSCURRENT can't be taken
        away, only moved.
        """
        client = aws.client("secretsmanager")
        secret, version = resource_id.rsplit("|", 1)
        holders = client.describe_secret(SecretId=secret).get("VersionIdsToStages", {})
        for stage in set(holders.get(version, [])) - {CURRENT}:
            client.update_secret_version_stage(SecretId=secret, VersionStage=stage, RemoveFromVersionId=version)


TYPES = (Secret(), SecretVersion())
