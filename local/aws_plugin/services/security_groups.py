"""Security groups and their rules: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/."""

from collections.abc import Iterator
from typing import Any, ClassVar

from ..check import Failure
from ..connections import Aws
from ..naming import AutoName
from ..resource_type import ResourceType, Values
from . import ec2, tags
from .spelling import present

_DIRECTIONS = ("ingress", "egress")
_IN_A_RULE = frozenset({"cidrBlocks", "fromPort", "prefixListIds", "protocol", "toPort"})


class _Group(ResourceType):
    """What both kinds of groups have in common. Their rules are exactly those of the program."""

    computed = frozenset({"arn", "ownerId", "tagsAll"})
    changing = frozenset({"tagsAll"})
    unordered = frozenset({"egress", "ingress"})

    def check(self, inputs: Values) -> list[Failure]:
        missing = [] if "vpcId" in inputs else [Failure("vpcId", "is required on the laptop stack")]
        return missing + [failure for direction in _DIRECTIONS for failure in _unfit_rules(direction, inputs.get(direction))]

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values:
        group = aws.client("ec2").describe_security_groups(GroupIds=[resource_id])["SecurityGroups"][0]
        return {
            "arn": ec2.arn(aws, "security-group", resource_id, group["OwnerId"]),
            "description": group["Description"],
            "egress": [_rule(one) for one in group["IpPermissionsEgress"]],
            "ingress": [_rule(one) for one in group["IpPermissions"]],
            "name": group["GroupName"],
            "ownerId": group["OwnerId"],
            "tags": tags.as_map(group.get("Tags")),
            "vpcId": group["VpcId"],
        }

    def finish(self, aws: Aws, resource_id: str, inputs: Values) -> None:
        for direction in _DIRECTIONS:
            _set_rules(aws, resource_id, direction, self.value(inputs, direction))

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        self.finish(aws, resource_id, new)
        ec2.update_tags(aws, resource_id, old, new)


class SecurityGroup(_Group):
    """A group of a VPC. EC2 gives a new one a rule that lets everything out, which is removed, as Terraform does."""

    token = "aws:ec2/securityGroup:SecurityGroup"
    settable = frozenset({"description", "egress", "ingress", "name", "tags", "vpcId"})
    replace_on = frozenset({"description", "name", "vpcId"})
    defaults: ClassVar[Values] = {"description": "Managed by Pulumi", "egress": [], "ingress": []}
    auto_name = AutoName("name", 255)

    def create(self, aws: Aws, inputs: Values) -> str:
        made = aws.client("ec2").create_security_group(
            GroupName=inputs["name"],
            Description=self.value(inputs, "description"),
            VpcId=inputs["vpcId"],
            **ec2.tag_specifications("security-group", inputs),
        )
        resource_id: str = made["GroupId"]
        return resource_id

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        aws.client("ec2").delete_security_group(GroupId=resource_id)


class DefaultSecurityGroup(_Group):
    """The group that comes with a VPC and goes with it. To make one is to change its rules, as Terraform does."""

    token = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
    settable = frozenset({"egress", "ingress", "tags", "vpcId"})
    computed = _Group.computed | {"description", "name"}
    replace_on = frozenset({"vpcId"})
    defaults: ClassVar[Values] = {"egress": [], "ingress": []}

    def create(self, aws: Aws, inputs: Values) -> str:
        filters = ec2.named("vpc-id", inputs["vpcId"]) + ec2.named("group-name", "default")
        [group] = aws.client("ec2").describe_security_groups(Filters=filters)["SecurityGroups"]
        resource_id: str = group["GroupId"]
        return resource_id

    def finish(self, aws: Aws, resource_id: str, inputs: Values) -> None:
        super().finish(aws, resource_id, inputs)
        ec2.update_tags(aws, resource_id, {}, inputs)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        """Do nothing: the group goes with its VPC."""


def _unfit_rules(direction: str, rules: Any) -> Iterator[Failure]:
    """Yield the failures of rules that the laptop stack doesn't carry out."""
    allowed = ", ".join(sorted(_IN_A_RULE))
    for at, rule in enumerate(rules if isinstance(rules, list) else []):
        if isinstance(rule, dict):
            path = f"{direction}[{at}]"
            for name in sorted(rule.keys() - _IN_A_RULE):
                yield Failure(f"{path}.{name}", f"isn't carried out by the laptop stack's AWS plugin. Allowed: {allowed}")
            lists = rule.get("prefixListIds")
            if isinstance(lists, list) and len(lists) > 1:
                yield Failure(f"{path}.prefixListIds", "may hold one list on the laptop stack")


def _set_rules(aws: Aws, group: str, direction: str, wanted: list[Values]) -> None:
    """Give a group exactly these rules in one direction."""
    client = aws.client("ec2")
    found = client.describe_security_group_rules(Filters=ec2.named("group-id", group))["SecurityGroupRules"]
    old = [rule["SecurityGroupRuleId"] for rule in found if rule["IsEgress"] == (direction == "egress")]
    revoke, authorize = (getattr(client, f"{verb}_security_group_{direction}") for verb in ("revoke", "authorize"))
    if old:
        revoke(GroupId=group, SecurityGroupRuleIds=old)
    for rule in wanted:
        made = authorize(GroupId=group, IpPermissions=[_permission(rule)])["SecurityGroupRules"]
        for prefix_list in rule.get("prefixListIds") or []:
            # MiniStack forgets the prefix list of a new rule, and keeps that of a changed one.
            [rule_id] = [one["SecurityGroupRuleId"] for one in made if "CidrIpv4" not in one]
            ports = {"IpProtocol": rule["protocol"], "FromPort": rule["fromPort"], "ToPort": rule["toPort"]}
            change = {"SecurityGroupRuleId": rule_id, "SecurityGroupRule": ports | {"PrefixListId": prefix_list}}
            client.modify_security_group_rules(GroupId=group, SecurityGroupRules=[change])


def _permission(rule: Values) -> dict[str, Any]:
    lists = [{"PrefixListId": one} for one in rule.get("prefixListIds") or []]
    ranges = [{"CidrIp": one} for one in rule.get("cidrBlocks") or []]
    return {
        "IpProtocol": rule["protocol"],
        "FromPort": rule["fromPort"],
        "ToPort": rule["toPort"],
        "IpRanges": ranges,
        "PrefixListIds": lists,
    }


def _rule(permission: dict[str, Any]) -> Values:
    found = {
        "cidrBlocks": [one["CidrIp"] for one in permission.get("IpRanges", [])] or None,
        "fromPort": permission.get("FromPort", 0),
        "prefixListIds": [one["PrefixListId"] for one in permission.get("PrefixListIds", [])] or None,
        "protocol": permission["IpProtocol"],
        "toPort": permission.get("ToPort", 0),
    }
    return present(found)


TYPES = (SecurityGroup(), DefaultSecurityGroup())
