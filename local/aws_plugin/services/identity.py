"""The functions that say whose account and which region a stack is in."""

from ..connections import Aws
from ..resource_type import Values

_SUFFIX = {"aws-cn": "amazonaws.com.cn"}


def get_caller_identity(aws: Aws) -> Values:
    caller = aws.caller
    return {"accountId": caller["Account"], "arn": caller["Arn"], "id": caller["Account"], "userId": caller["UserId"]}


def get_region(aws: Aws) -> Values:
    """Descriptions come from botocore's own list: https://docs.aws.amazon.com/general/latest/gr/rande.html"""
    return {
        "description": aws.region_description,
        "endpoint": f"ec2.{aws.region}.{dns_suffix(aws)}",
        "id": aws.region,
        "name": aws.region,
        "region": aws.region,
    }


def get_partition(aws: Aws) -> Values:
    suffix = dns_suffix(aws)
    reverse = ".".join(reversed(suffix.split(".")))
    return {"dnsSuffix": suffix, "id": aws.partition, "partition": aws.partition, "reverseDnsPrefix": reverse}


def dns_suffix(aws: Aws) -> str:
    return _SUFFIX.get(aws.partition, "amazonaws.com")
