"""What can go wrong in the provider, as named errors whose text a person reads in `pulumi up`."""

from typing import Any

GONE = frozenset(
    {
        "404",
        "NoSuchBucket",
        "NoSuchBucketPolicy",
        "NoSuchEntity",
        "NoSuchKey",
        "NoSuchLifecycleConfiguration",
        "NoSuchPublicAccessBlockConfiguration",
        "NotFound",
        "NotFoundException",
        "OwnershipControlsNotFoundError",
        "ResourceNotFound",
        "ResourceNotFoundException",
        "ServerSideEncryptionConfigurationNotFoundError",
        "StateMachineDoesNotExist",
    }
)
"""The error codes by which AWS says that a thing, or the thing it belongs to, does not exist."""


class ProviderError(Exception):
    """Anything this provider refuses or fails at."""


class ConfigError(ProviderError):
    """The `aws:` part of the stack's config can't be used."""


class UnsupportedError(ProviderError):
    """A resource type or function which this provider does not know."""


class AwsError(ProviderError):
    """A call was refused by the emulator, or did not reach it."""


class MissingError(ProviderError):
    """What should be there is not: it was deleted by someone else."""


class PartlyCreatedError(ProviderError):
    """The resource exists, but a later step of its creation failed. The engine keeps it in its state, and retries."""

    def __init__(self, resource_id: str, outputs: dict[str, Any], reason: str) -> None:
        super().__init__(reason)
        self.resource_id = resource_id
        self.outputs = outputs
