"""VPCs, their subnets and their main route tables: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/."""

from typing import ClassVar

from ..check import Failure
from ..connections import Aws
from ..resource_type import ResourceType, Values
from . import ec2, tags


class Vpc(ResourceType):
    token = "aws:ec2/vpc:Vpc"
    settable = frozenset({"cidrBlock", "enableDnsHostnames", "enableDnsSupport", "instanceTenancy", "tags"})
    computed = frozenset(
        {
            "arn",
            "defaultNetworkAclId",
            "defaultRouteTableId",
            "defaultSecurityGroupId",
            "dhcpOptionsId",
            "mainRouteTableId",
            "ownerId",
            "tagsAll",
        }
    )
    changing = frozenset({"tagsAll"})
    replace_on = frozenset({"cidrBlock", "instanceTenancy"})
    defaults: ClassVar[Values] = {"enableDnsHostnames": False, "enableDnsSupport": True, "instanceTenancy": "default"}

    def check(self, inputs: Values) -> list[Failure]:
        return [] if "cidrBlock" in inputs else [Failure("cidrBlock", "is required: the range of addresses, like 10.0.0.0/16")]

    def create(self, aws: Aws, inputs: Values) -> str:
        made = aws.client("ec2").create_vpc(
            CidrBlock=inputs["cidrBlock"],
            InstanceTenancy=self.value(inputs, "instanceTenancy"),
            **ec2.tag_specifications("vpc", inputs),
        )
        resource_id: str = made["Vpc"]["VpcId"]
        return resource_id

    def finish(self, aws: Aws, resource_id: str, inputs: Values) -> None:
        # EC2 takes one attribute a call.
        for name in ("enableDnsSupport", "enableDnsHostnames"):
            attribute = {name[0].upper() + name[1:]: {"Value": self.value(inputs, name)}}
            aws.client("ec2").modify_vpc_attribute(VpcId=resource_id, **attribute)

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values:
        client = aws.client("ec2")
        vpc = client.describe_vpcs(VpcIds=[resource_id])["Vpcs"][0]
        dns = {
            name: client.describe_vpc_attribute(VpcId=resource_id, Attribute=name)[name[0].upper() + name[1:]]["Value"]
            for name in ("enableDnsHostnames", "enableDnsSupport")
        }
        of_the_vpc = ec2.named("vpc-id", resource_id)
        [table] = client.describe_route_tables(Filters=of_the_vpc + ec2.named("association.main", "true"))["RouteTables"]
        [group] = client.describe_security_groups(Filters=of_the_vpc + ec2.named("group-name", "default"))["SecurityGroups"]
        [rules] = client.describe_network_acls(Filters=of_the_vpc + ec2.named("default", "true"))["NetworkAcls"]
        return dns | {
            "arn": ec2.arn(aws, "vpc", resource_id, vpc["OwnerId"]),
            "cidrBlock": vpc["CidrBlock"],
            "defaultNetworkAclId": rules["NetworkAclId"],
            "defaultRouteTableId": table["RouteTableId"],
            "defaultSecurityGroupId": group["GroupId"],
            "dhcpOptionsId": vpc["DhcpOptionsId"],
            "instanceTenancy": vpc["InstanceTenancy"],
            "mainRouteTableId": table["RouteTableId"],
            "ownerId": vpc["OwnerId"],
            "tags": tags.as_map(vpc.get("Tags")),
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        self.finish(aws, resource_id, new)
        ec2.update_tags(aws, resource_id, old, new)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        aws.client("ec2").delete_vpc(VpcId=resource_id)


class Subnet(ResourceType):
    token = "aws:ec2/subnet:Subnet"
    settable = frozenset({"availabilityZone", "cidrBlock", "mapPublicIpOnLaunch", "tags", "vpcId"})
    computed = frozenset({"arn", "availabilityZoneId", "ownerId", "tagsAll"})
    changing = frozenset({"tagsAll"})
    replace_on = frozenset({"availabilityZone", "cidrBlock", "vpcId"})
    defaults: ClassVar[Values] = {"mapPublicIpOnLaunch": False}

    def check(self, inputs: Values) -> list[Failure]:
        missing = [name for name in ("availabilityZone", "cidrBlock") if name not in inputs]
        return [Failure(name, "is required on the laptop stack") for name in missing]

    def create(self, aws: Aws, inputs: Values) -> str:
        made = aws.client("ec2").create_subnet(
            VpcId=inputs["vpcId"],
            CidrBlock=inputs["cidrBlock"],
            AvailabilityZone=inputs["availabilityZone"],
            **ec2.tag_specifications("subnet", inputs),
        )
        resource_id: str = made["Subnet"]["SubnetId"]
        return resource_id

    def finish(self, aws: Aws, resource_id: str, inputs: Values) -> None:
        public = {"Value": self.value(inputs, "mapPublicIpOnLaunch")}
        aws.client("ec2").modify_subnet_attribute(SubnetId=resource_id, MapPublicIpOnLaunch=public)

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values:
        subnet = aws.client("ec2").describe_subnets(SubnetIds=[resource_id])["Subnets"][0]
        return {
            "arn": ec2.arn(aws, "subnet", resource_id, subnet["OwnerId"]),
            "availabilityZone": subnet["AvailabilityZone"],
            "availabilityZoneId": subnet["AvailabilityZoneId"],
            "cidrBlock": subnet["CidrBlock"],
            "mapPublicIpOnLaunch": subnet["MapPublicIpOnLaunch"],
            "ownerId": subnet["OwnerId"],
            "tags": tags.as_map(subnet.get("Tags")),
            "vpcId": subnet["VpcId"],
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        self.finish(aws, resource_id, new)
        ec2.update_tags(aws, resource_id, old, new)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        aws.client("ec2").delete_subnet(SubnetId=resource_id)


class DefaultRouteTable(ResourceType):
    """The main route table, which comes with a VPC and goes with it. To make one is to take away its routes, as Terraform does."""

    token = "aws:ec2/defaultRouteTable:DefaultRouteTable"
    settable = frozenset({"defaultRouteTableId", "routes", "tags"})
    computed = frozenset({"arn", "ownerId", "tagsAll", "vpcId"})
    changing = frozenset({"tagsAll"})
    replace_on = frozenset({"defaultRouteTableId"})
    defaults: ClassVar[Values] = {"routes": []}

    def check(self, inputs: Values) -> list[Failure]:
        return [Failure("routes", "can only be empty on the laptop stack")] if inputs.get("routes") else []

    def create(self, aws: Aws, inputs: Values) -> str:
        resource_id: str = inputs["defaultRouteTableId"]
        return resource_id

    def finish(self, aws: Aws, resource_id: str, inputs: Values) -> None:
        self._remove_routes(aws, resource_id)
        ec2.update_tags(aws, resource_id, {}, inputs)

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values | None:
        table = _table(aws, resource_id)
        if table is None:
            return None
        return {
            "arn": ec2.arn(aws, "route-table", resource_id, table["OwnerId"]),
            "defaultRouteTableId": resource_id,
            "ownerId": table["OwnerId"],
            "routes": [{"cidrBlock": route.get("DestinationCidrBlock")} for route in _own_routes(table)],
            "tags": tags.as_map(table.get("Tags")),
            "vpcId": table["VpcId"],
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        self._remove_routes(aws, resource_id)
        ec2.update_tags(aws, resource_id, old, new)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        """Do nothing: the table goes with its VPC."""

    def _remove_routes(self, aws: Aws, resource_id: str) -> None:
        for route in _own_routes(_table(aws, resource_id) or {}):
            aws.client("ec2").delete_route(RouteTableId=resource_id, DestinationCidrBlock=route["DestinationCidrBlock"])


def _table(aws: Aws, resource_id: str) -> Values | None:
    found: list[Values] = aws.client("ec2").describe_route_tables(RouteTableIds=[resource_id])["RouteTables"]
    return found[0] if found else None


def _own_routes(table: Values) -> list[Values]:
    """Return the routes but for the one inside of the VPC and those of gateway endpoints, which the endpoints make and remove."""
    routes: list[Values] = table.get("Routes", [])
    return [route for route in routes if route.get("GatewayId") != "local" and "DestinationPrefixListId" not in route]


TYPES = (Vpc(), Subnet(), DefaultRouteTable())
