"""What the resource types of EC2 have in common: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/."""

from typing import Any

from ..connections import Aws
from ..resource_type import Values
from . import tags


def tag_specifications(kind: str, inputs: Values) -> dict[str, Any]:
    """Return the argument that gives a new resource its tags. Without tags return no argument.

    kind: EC2's name of the type, like `vpc`.
    """
    given = tags.as_list(inputs.get("tags"))
    return {"TagSpecifications": [{"ResourceType": kind, "Tags": given}]} if given else {}


def update_tags(aws: Aws, resource_id: str, old: Values, new: Values) -> None:
    change = tags.changes(old.get("tags"), new.get("tags"))
    if change.set:
        aws.client("ec2").create_tags(Resources=[resource_id], Tags=tags.as_list(change.set))
    if change.removed:
        aws.client("ec2").delete_tags(Resources=[resource_id], Tags=[{"Key": key} for key in change.removed])


def arn(aws: Aws, kind: str, resource_id: str, owner: str) -> str:
    return f"arn:{aws.partition}:ec2:{aws.region}:{owner}:{kind}/{resource_id}"


def named(name: str, *values: str) -> list[dict[str, Any]]:
    """Return the filters that take resources with one of these values."""
    return [{"Name": name, "Values": list(values)}]
