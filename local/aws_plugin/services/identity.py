"""The functions that name a stack's account, partition and region."""

from ..connections import Aws
from ..resource_type import Values

_SUFFIX = {"aws-cn": "amazonaws.com.cn"}


def get_caller_identity(aws: Aws, arguments: Values) -> Values:
    caller = aws.caller
    return {"accountId": caller["Account"], "arn": caller["Arn"], "id": caller["Account"], "userId": caller["UserId"]}


def dns_suffix(aws: Aws) -> str:
    return _SUFFIX.get(aws.partition, "amazonaws.com")
