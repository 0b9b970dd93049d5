"""The differences between the regions of AWS."""

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
_PARTITIONS = {"cn-": "aws-cn", "us-gov-": "aws-us-gov", "eusc-": "aws-eusc"}

# https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html#snapstart-supported-regions
_WITHOUT_SNAP_START = ("ap-east-2", "ap-southeast-6")


def partition(region: str) -> str:
    """Return the partition of a region, which is the second part of its ARNs."""
    return next((name for start, name in _PARTITIONS.items() if region.startswith(start)), "aws")


def dns_suffix(region: str) -> str:
    """Return the end of the names of AWS's services in a region."""
    return "amazonaws.com.cn" if partition(region) == "aws-cn" else "amazonaws.com"


def has_snap_start(region: str) -> bool:
    return partition(region) == "aws" and region not in _WITHOUT_SNAP_START
