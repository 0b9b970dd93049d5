"""Gateway endpoints of VPCs: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html."""

from typing import ClassVar

from ..check import Failure
from ..connections import Aws
from ..resource_type import ResourceType, Values
from . import ec2, tags
from .spelling import present


class VpcEndpoint(ResourceType):
    token = "aws:ec2/vpcEndpoint:VpcEndpoint"
    settable = frozenset({"policy", "routeTableIds", "serviceName", "tags", "vpcEndpointType", "vpcId"})
    computed = frozenset({"arn", "cidrBlocks", "ownerId", "prefixListId", "state", "tagsAll"})
    changing = frozenset({"tagsAll"})
    replace_on = frozenset({"serviceName", "vpcEndpointType", "vpcId"})
    policies = frozenset({"policy"})
    unordered = frozenset({"routeTableIds"})
    defaults: ClassVar[Values] = {"routeTableIds": [], "vpcEndpointType": "Gateway"}

    def check(self, inputs: Values) -> list[Failure]:
        failures = [] if "serviceName" in inputs else [Failure("serviceName", "is required, like com.amazonaws.us-east-1.s3")]
        if self.value(inputs, "vpcEndpointType") != "Gateway":
            failures.append(Failure("vpcEndpointType", "can only be Gateway on the laptop stack"))
        return failures

    def create(self, aws: Aws, inputs: Values) -> str:
        request = {
            "VpcEndpointType": self.value(inputs, "vpcEndpointType"),
            "VpcId": inputs["vpcId"],
            "ServiceName": inputs["serviceName"],
            "RouteTableIds": self.value(inputs, "routeTableIds"),
            "PolicyDocument": inputs.get("policy"),
        }
        made = aws.client("ec2").create_vpc_endpoint(**present(request), **ec2.tag_specifications("vpc-endpoint", inputs))
        resource_id: str = made["VpcEndpoint"]["VpcEndpointId"]
        return resource_id

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values | None:
        client = aws.client("ec2")
        endpoints = client.describe_vpc_endpoints(VpcEndpointIds=[resource_id])["VpcEndpoints"]
        if not endpoints:
            return None
        endpoint = endpoints[0]
        of_the_service = ec2.named("prefix-list-name", endpoint["ServiceName"])
        [addresses] = client.describe_prefix_lists(Filters=of_the_service)["PrefixLists"]
        # MiniStack keeps the policy to itself. That isn't the same as no policy.
        policy = present({"policy": endpoint.get("PolicyDocument")})
        return policy | {
            "arn": ec2.arn(aws, "vpc-endpoint", resource_id, endpoint["OwnerId"]),
            "cidrBlocks": addresses["Cidrs"],
            "ownerId": endpoint["OwnerId"],
            "prefixListId": addresses["PrefixListId"],
            "routeTableIds": endpoint["RouteTableIds"],
            "serviceName": endpoint["ServiceName"],
            "state": endpoint["State"],
            "tags": tags.as_map(endpoint.get("Tags")),
            "vpcEndpointType": endpoint["VpcEndpointType"],
            "vpcId": endpoint["VpcId"],
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        before, after = set(self.value(old, "routeTableIds")), set(self.value(new, "routeTableIds"))
        policy = {"PolicyDocument": new["policy"]} if "policy" in new else {"ResetPolicy": True}
        tables = {"AddRouteTableIds": sorted(after - before), "RemoveRouteTableIds": sorted(before - after)}
        changed = {name: value for name, value in tables.items() if value} | policy
        aws.client("ec2").modify_vpc_endpoint(VpcEndpointId=resource_id, **changed)
        ec2.update_tags(aws, resource_id, old, new)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        aws.client("ec2").delete_vpc_endpoints(VpcEndpointIds=[resource_id])


TYPES = (VpcEndpoint(),)
