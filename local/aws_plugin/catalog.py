"""Every resource type and function that the AWS plugin knows."""

from collections.abc import Callable

from .check import suggest
from .connections import Aws
from .errors import UnsupportedError
from .resource_type import ResourceType, Values
from .services import (
    cloudwatch,
    dynamodb,
    events,
    iam,
    lambda_functions,
    lambda_permissions,
    logs,
    s3_bucket_settings,
    s3_buckets,
    s3_objects,
    scheduler,
    secrets,
    sns,
    sqs,
    step_functions,
)
from .services.identity import get_caller_identity
from .settings import ONLY_LAPTOP

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
        *lambda_permissions.TYPES,
        *step_functions.TYPES,
        *secrets.TYPES,
        *scheduler.TYPES,
        *dynamodb.TYPES,
        *sqs.TYPES,
        *sns.TYPES,
        *events.TYPES,
    )
}

FUNCTIONS: dict[str, Callable[[Aws], Values]] = {
    "aws:index/getCallerIdentity:getCallerIdentity": get_caller_identity,
}


def resource_type(token: str) -> ResourceType:
    """Return the description of a type by its Pulumi token."""
    if token not in RESOURCE_TYPES:
        raise UnsupportedError(f"the resource type {token} is not known here. {suggest(token, RESOURCE_TYPES)}. {ONLY_LAPTOP}")
    return RESOURCE_TYPES[token]
