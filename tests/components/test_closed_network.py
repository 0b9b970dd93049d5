"""The network without a way out."""

import json

from components.closed_network import ClosedNetwork, ClosedNetworkArgs
from components.house_rules import HouseRules
from tests.components.deployment import Deployment, deploy

TAGS = {"Project": "agents"}


def deployed() -> tuple[Deployment, dict]:
    """And the network that functions are given."""

    def program() -> dict:
        rules = HouseRules("eu-west-1", tags=TAGS)
        network = ClosedNetwork("closed", ClosedNetworkArgs("arn:the-bucket", "agents-dev-sandbox", rules)).network
        return {"subnets": list(network.subnet_ids), "groups": list(network.security_group_ids)}

    return deploy(program)


def test_it_has_two_subnets_one_way_to_s3_and_nothing_else() -> None:
    deployment, _ = deployed()
    assert deployment.tree()["ClosedNetwork/closed"] == [
        "DefaultRouteTable/closed-routes",
        "DefaultSecurityGroup/closed-default-group",
        "SecurityGroup/closed-group",
        "Subnet/closed-subnet-0",
        "Subnet/closed-subnet-1",
        "Vpc/closed-vpc",
        "VpcEndpoint/closed-s3",
    ]


def test_it_has_no_name_server_because_that_is_a_way_out() -> None:
    assert deployed()[0].of("Vpc/closed-vpc") == {
        "cidrBlock": "10.0.0.0/24",
        "enableDnsSupport": False,
        "enableDnsHostnames": False,
        "tags": {**TAGS, "Name": "agents-dev-sandbox"},
    }


def test_its_subnets_lie_in_two_zones_that_lambda_serves_and_have_no_public_addresses() -> None:
    deployment, _ = deployed()
    subnets = [deployment.of(f"Subnet/closed-subnet-{at}") for at in (0, 1)]
    assert subnets == [
        {"vpcId": "closed-vpc-id", "cidrBlock": "10.0.0.0/25", "availabilityZone": "eu-west-1a", "tags": TAGS},
        {"vpcId": "closed-vpc-id", "cidrBlock": "10.0.0.128/25", "availabilityZone": "eu-west-1b", "tags": TAGS},
    ]
    assert deployment.asked["aws:index/getAvailabilityZones:getAvailabilityZones"] == {
        "state": "available",
        "filters": [{"name": "opt-in-status", "values": ["opt-in-not-required"]}],
        "excludeZoneIds": ["use1-az3"],
    }


def test_its_only_route_is_the_one_that_the_endpoint_of_s3_adds() -> None:
    deployment, _ = deployed()
    table = deployment.of("DefaultRouteTable/closed-routes")
    assert table == {"defaultRouteTableId": "rtb-main", "routes": [], "tags": TAGS}
    endpoint = deployment.of("VpcEndpoint/closed-s3")
    assert {key: endpoint[key] for key in ("vpcId", "vpcEndpointType", "serviceName", "routeTableIds")} == {
        "vpcId": "closed-vpc-id",
        "vpcEndpointType": "Gateway",
        "serviceName": "com.amazonaws.eu-west-1.s3",
        "routeTableIds": ["closed-routes-id"],
    }


def test_of_s3_it_reaches_the_files_of_runs_and_inputs_of_the_stacks_bucket_alone() -> None:
    policy = json.loads(deployed()[0].of("VpcEndpoint/closed-s3")["policy"])
    runs, inputs = "arn:the-bucket/runs/*", "arn:the-bucket/inputs/*"
    assert policy["Statement"] == [
        {"Sid": "ReadData", "Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject"], "Resource": [runs, inputs]},
        {"Sid": "WriteData", "Effect": "Allow", "Principal": "*", "Action": ["s3:PutObject"], "Resource": [runs]},
    ]


def test_its_security_group_lets_nothing_in_and_https_to_s3_out_and_the_default_group_nothing_at_all() -> None:
    deployment, _ = deployed()
    assert deployment.of("SecurityGroup/closed-group") == {
        "description": "Lets nothing in, and HTTPS to S3 out",
        "vpcId": "closed-vpc-id",
        "ingress": [],
        "egress": [{"protocol": "tcp", "fromPort": 443, "toPort": 443, "prefixListIds": ["pl-of-s3"]}],
        "tags": TAGS,
    }
    assert deployment.of("DefaultSecurityGroup/closed-default-group") == {
        "vpcId": "closed-vpc-id",
        "ingress": [],
        "egress": [],
        "tags": TAGS,
    }


def test_functions_are_given_its_subnets_and_its_group() -> None:
    assert deployed()[1] == {"subnets": ["closed-subnet-0-id", "closed-subnet-1-id"], "groups": ["closed-group-id"]}
