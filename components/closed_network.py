"""A network without a way out, for a function whose code can't be trusted. It costs nothing.

It is a small VPC with two subnets. Its one route leads to S3, through a gateway endpoint whose policy names the stack's bucket.
There is no internet gateway, no NAT, no peering, no other endpoint and no address that the internet knows.

It has no name server either, because a name server is a way out: a name that is looked up reaches whoever owns its domain, and
neither routes nor security groups stop that. So whoever calls the function tells it the addresses of S3:
https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import iam
from components.data_bucket import INPUTS, RUNS, every_object
from components.function import Network
from components.house_rules import HouseRules

ADDRESSES = "10.0.0.0/24"
"""Nothing else is connected to the VPC, so any private range does."""
OF_SUBNETS = ("10.0.0.0/25", "10.0.0.128/25")

# Lambda refuses subnets in the oldest zone of us-east-1: https://github.com/keboola/developer-portal/issues/81
_WITHOUT_LAMBDA = ["use1-az3"]


@dataclass(frozen=True)
class ClosedNetworkArgs:
    bucket_arn: pulumi.Input[str]
    """The bucket that can be reached: files in `runs/` can be read and written, those in `inputs/` can be read. Each request also
    needs the permission of whoever signed it."""
    physical_name: str
    """The VPC's name, which the console shows."""
    rules: HouseRules
    """The rules for every resource. The bucket lies in their region."""


class ClosedNetwork(pulumi.ComponentResource):
    """A VPC from which only the stack's bucket can be reached."""

    network: Network
    """The subnets and the security group for functions."""

    def __init__(self, name: str, args: ClosedNetworkArgs, opts: pulumi.ResourceOptions | None = None):
        super().__init__("step-functions-agents:index:ClosedNetwork", name, None, opts)
        inside = pulumi.ResourceOptions(parent=self)
        tags = args.rules.tags

        vpc = aws.ec2.Vpc(
            f"{name}-vpc",
            cidr_block=ADDRESSES,
            enable_dns_support=False,
            enable_dns_hostnames=False,
            tags={**tags, "Name": args.physical_name},
            opts=inside,
        )
        # Every subnet uses this table. A route that somebody else adds is removed by the next deployment.
        routes = aws.ec2.DefaultRouteTable(
            f"{name}-routes", default_route_table_id=vpc.default_route_table_id, routes=[], tags=tags, opts=inside
        )
        # Functions never use this group, which comes with the VPC and would let everything out.
        aws.ec2.DefaultSecurityGroup(f"{name}-default-group", vpc_id=vpc.id, ingress=[], egress=[], tags=tags, opts=inside)
        s3 = aws.ec2.VpcEndpoint(
            f"{name}-s3",
            vpc_id=vpc.id,
            vpc_endpoint_type="Gateway",
            service_name=f"com.amazonaws.{args.rules.region}.s3",
            route_table_ids=[routes.id],
            policy=iam.document(_files_of_runs(args.bucket_arn)),
            tags=tags,
            opts=inside,
        )
        group = aws.ec2.SecurityGroup(
            f"{name}-group",
            description="Lets nothing in, and HTTPS to S3 out",
            vpc_id=vpc.id,
            ingress=[],
            egress=[
                aws.ec2.SecurityGroupEgressArgs(protocol="tcp", from_port=443, to_port=443, prefix_list_ids=[s3.prefix_list_id])
            ],
            tags=tags,
            opts=inside,
        )
        zones = aws.get_availability_zones_output(
            state="available",
            # Local zones need an opt-in.
            filters=[aws.GetAvailabilityZonesFilterArgs(name="opt-in-status", values=["opt-in-not-required"])],
            exclude_zone_ids=_WITHOUT_LAMBDA,
            opts=pulumi.InvokeOutputOptions(parent=self),
        )
        subnets = [
            aws.ec2.Subnet(
                f"{name}-subnet-{at}",
                vpc_id=vpc.id,
                cidr_block=addresses,
                availability_zone=zones.names[at],
                tags=tags,
                opts=inside,
            )
            for at, addresses in enumerate(OF_SUBNETS)
        ]
        self.network = Network([subnet.id for subnet in subnets], [group.id])
        self.register_outputs({})


def _files_of_runs(bucket_arn: pulumi.Input[str]) -> list[iam.Statement]:
    # The principal can be anybody, because the policy of an endpoint grants nothing by itself.
    runs, inputs = every_object(bucket_arn, RUNS), every_object(bucket_arn, INPUTS)
    statements = (
        iam.allow("ReadData", ["s3:GetObject"], runs, inputs),
        iam.allow("WriteData", ["s3:PutObject"], runs),
    )
    return [statement | {"Principal": "*"} for statement in statements]
