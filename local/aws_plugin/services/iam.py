"""Roles and their policies: https://docs.aws.amazon.com/IAM/latest/APIReference/."""

import json
from typing import Any, ClassVar

from ..connections import Aws
from ..naming import AutoName
from ..resource_type import ResourceType, Values
from . import tags
from .spelling import present


class Role(ResourceType):
    token = "aws:iam/role:Role"
    settable = frozenset(
        {
            "assumeRolePolicy",
            "description",
            "forceDetachPolicies",
            "maxSessionDuration",
            "name",
            "path",
            "permissionsBoundary",
            "tags",
        }
    )
    computed = frozenset({"arn", "createDate", "tagsAll", "uniqueId"})
    changing = frozenset({"tagsAll"})
    replace_on = frozenset({"name", "path"})
    policies = frozenset({"assumeRolePolicy"})
    defaults: ClassVar[Values] = {"description": "", "forceDetachPolicies": False, "maxSessionDuration": 3600, "path": "/"}
    auto_name = AutoName("name", 64)

    def create(self, aws: Aws, inputs: Values) -> str:
        request = {
            "RoleName": inputs["name"],
            "AssumeRolePolicyDocument": inputs["assumeRolePolicy"],
            "Path": self.value(inputs, "path"),
            "Description": inputs.get("description"),
            "MaxSessionDuration": self.value(inputs, "maxSessionDuration"),
            "PermissionsBoundary": inputs.get("permissionsBoundary"),
            "Tags": tags.as_list(inputs.get("tags")) or None,
        }
        name: str = aws.client("iam").create_role(**present(request))["Role"]["RoleName"]
        return name

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values:
        role = aws.client("iam").get_role(RoleName=resource_id)["Role"]
        return {
            "arn": role["Arn"],
            "assumeRolePolicy": _text(role["AssumeRolePolicyDocument"]),
            "createDate": role["CreateDate"].isoformat(),
            "description": role.get("Description", ""),
            "forceDetachPolicies": state.get("forceDetachPolicies", False),
            "maxSessionDuration": role.get("MaxSessionDuration", 3600),
            "name": role["RoleName"],
            "path": role["Path"],
            "permissionsBoundary": role.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn"),
            "tags": tags.as_map(role.get("Tags")),
            "uniqueId": role["RoleId"],
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        iam = aws.client("iam")
        iam.update_assume_role_policy(RoleName=resource_id, PolicyDocument=new["assumeRolePolicy"])
        iam.update_role(
            RoleName=resource_id,
            Description=self.value(new, "description"),
            MaxSessionDuration=self.value(new, "maxSessionDuration"),
        )
        if boundary := new.get("permissionsBoundary"):
            iam.put_role_permissions_boundary(RoleName=resource_id, PermissionsBoundary=boundary)
        elif old.get("permissionsBoundary"):
            iam.delete_role_permissions_boundary(RoleName=resource_id)
        change = tags.changes(old.get("tags"), new.get("tags"))
        if change.set:
            iam.tag_role(RoleName=resource_id, Tags=tags.as_list(change.set))
        if change.removed:
            iam.untag_role(RoleName=resource_id, TagKeys=change.removed)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        iam = aws.client("iam")
        if state.get("forceDetachPolicies"):
            for name in iam.list_role_policies(RoleName=resource_id)["PolicyNames"]:
                iam.delete_role_policy(RoleName=resource_id, PolicyName=name)
            for policy in iam.list_attached_role_policies(RoleName=resource_id)["AttachedPolicies"]:
                iam.detach_role_policy(RoleName=resource_id, PolicyArn=policy["PolicyArn"])
        iam.delete_role(RoleName=resource_id)


class RolePolicy(ResourceType):
    token = "aws:iam/rolePolicy:RolePolicy"
    settable = frozenset({"name", "policy", "role"})
    replace_on = frozenset({"name", "role"})
    policies = frozenset({"policy"})
    auto_name = AutoName("name", 128)

    def create(self, aws: Aws, inputs: Values) -> str:
        self._put(aws, inputs)
        return f"{inputs['role']}:{inputs['name']}"

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values:
        role, name = resource_id.split(":", 1)
        policy = aws.client("iam").get_role_policy(RoleName=role, PolicyName=name)
        return {"name": name, "policy": _text(policy["PolicyDocument"]), "role": role}

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        self._put(aws, new)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        role, name = resource_id.split(":", 1)
        aws.client("iam").delete_role_policy(RoleName=role, PolicyName=name)

    def _put(self, aws: Aws, inputs: Values) -> None:
        aws.client("iam").put_role_policy(RoleName=inputs["role"], PolicyName=inputs["name"], PolicyDocument=inputs["policy"])


def _text(document: Any) -> str:
    """Return a policy as text. boto3 decodes URL-encoded JSON and returns any other policy as text."""
    return document if isinstance(document, str) else json.dumps(document)


TYPES = (Role(), RolePolicy())
