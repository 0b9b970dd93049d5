"""Every resource type and function that the AWS plugin knows."""

from collections.abc import Callable
from dataclasses import dataclass

from .check import suggest
from .connections import Aws
from .errors import UnsupportedError
from .resource_type import ResourceType, Values
from .services import (
    cloudwatch,
    dynamodb,
    event_connections,
    events,
    iam,
    kms,
    lambda_aliases,
    lambda_functions,
    lambda_permissions,
    logs,
    networks,
    s3_bucket_settings,
    s3_buckets,
    s3_objects,
    scheduler,
    secrets,
    security_groups,
    sns,
    sqs,
    ssm,
    step_functions,
    vpc_endpoints,
)
from .services.identity import get_caller_identity
from .services.zones import get_availability_zones
from .settings import ONLY_LAPTOP

HOW_TO_ADD_ONE = "How to add a type: docs/how-to/add-a-resource-type.md"

RESOURCE_TYPES: dict[str, ResourceType] = {
    kind.token: kind
    for kind in (
        *s3_buckets.TYPES,
        *s3_bucket_settings.TYPES,
        *s3_objects.TYPES,
        *iam.TYPES,
        *logs.TYPES,
        *cloudwatch.TYPES,
        *lambda_functions.TYPES,
        *lambda_aliases.TYPES,
        *lambda_permissions.TYPES,
        *step_functions.TYPES,
        *secrets.TYPES,
        *scheduler.TYPES,
        *dynamodb.TYPES,
        *kms.TYPES,
        *ssm.TYPES,
        *sqs.TYPES,
        *sns.TYPES,
        *events.TYPES,
        *event_connections.TYPES,
        *networks.TYPES,
        *security_groups.TYPES,
        *vpc_endpoints.TYPES,
    )
}


@dataclass(frozen=True)
class Function:
    """A function that a program asks, such as `aws.get_caller_identity`."""

    answer: Callable[[Aws, Values], Values]
    """Takes the arguments by name."""
    arguments: frozenset[str] = frozenset()
    """The arguments that it carries out. Any other one is refused."""


FUNCTIONS: dict[str, Function] = {
    "aws:index/getCallerIdentity:getCallerIdentity": Function(get_caller_identity),
    "aws:s3/getBucket:getBucket": Function(s3_buckets.get_bucket, frozenset({"bucket"})),
    "aws:index/getAvailabilityZones:getAvailabilityZones": Function(
        get_availability_zones, frozenset({"excludeZoneIds", "filters", "state"})
    ),
}


def resource_type(token: str) -> ResourceType:
    """Return the description of a type by its Pulumi token."""
    if token not in RESOURCE_TYPES:
        raise UnsupportedError(
            f"the resource type {token} is not known here. {suggest(token, RESOURCE_TYPES)}. {HOW_TO_ADD_ONE}. {ONLY_LAPTOP}"
        )
    return RESOURCE_TYPES[token]
