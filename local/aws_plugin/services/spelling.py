"""Pulumi spells the fields of an object `daysAfterInitiation`, most AWS services `DaysAfterInitiation`."""

from typing import Any

_IRREGULAR = {"id": "ID", "sseAlgorithm": "SSEAlgorithm", "kmsMasterKeyId": "KMSMasterKeyID"}
_BACK = {aws: pulumi for pulumi, aws in _IRREGULAR.items()}


def to_aws(value: Any) -> Any:
    """All names in a value in AWS's spelling. Not for maps whose keys are the user's own."""
    if isinstance(value, dict):
        return {_IRREGULAR.get(name) or name[0].upper() + name[1:]: to_aws(item) for name, item in value.items()}
    return [to_aws(item) for item in value] if isinstance(value, list) else value


def from_aws(value: Any) -> Any:
    """All names in a value in Pulumi's spelling."""
    if isinstance(value, dict):
        return {_BACK.get(name) or name[0].lower() + name[1:]: from_aws(item) for name, item in value.items()}
    return [from_aws(item) for item in value] if isinstance(value, list) else value


def present(values: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a call without those that are not given."""
    return {name: value for name, value in values.items() if value is not None}
