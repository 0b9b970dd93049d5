"""The errors of the AWS plugin. A person reads their text in `pulumi up`."""

from typing import Any

GONE = frozenset(
    {
        "404",
        "AWS.SimpleQueueService.NonExistentQueue",
        "InvalidGroup.NotFound",
        "InvalidRouteTableID.NotFound",
        "InvalidSubnetID.NotFound",
        "InvalidVpcEndpointId.NotFound",
        "InvalidVpcID.NotFound",
        "NoSuchBucket",
        "NoSuchBucketPolicy",
        "NoSuchEntity",
        "NoSuchKey",
        "NoSuchLifecycleConfiguration",
        "NoSuchPublicAccessBlockConfiguration",
        "NotFound",
        "NotFoundException",
        "ParameterNotFound",
        "OwnershipControlsNotFoundError",
        "ResourceNotFound",
        "ResourceNotFoundException",
        "ServerSideEncryptionConfigurationNotFoundError",
        "StateMachineDoesNotExist",
    }
)
"""AWS's error codes for a resource that doesn't exist, or whose parent doesn't exist."""


class ProviderError(Exception):
    """The AWS plugin refuses a request or fails."""


class ConfigError(ProviderError):
    """The `aws:` part of the stack's config can't be used."""


class UnsupportedError(ProviderError):
    """The AWS plugin doesn't know a resource type or function."""


class AwsError(ProviderError):
    """The emulator refused a call or wasn't reached."""


class MissingError(ProviderError):
    """A resource is missing: someone else deleted it."""


class PartlyCreatedError(ProviderError):
    """The resource exists, but a later step of its creation failed. Pulumi's engine keeps it in the state and tries again."""

    def __init__(self, resource_id: str, outputs: dict[str, Any], reason: str) -> None:
        super().__init__(reason)
        self.resource_id = resource_id
        self.outputs = outputs
