"""Convert field names: Pulumi writes `daysAfterInitiation`, most AWS services write `DaysAfterInitiation`."""

from typing import Any

_IRREGULAR = {"id": "ID", "sseAlgorithm": "SSEAlgorithm", "kmsMasterKeyId": "KMSMasterKeyID"}
_BACK = {aws: pulumi for pulumi, aws in _IRREGULAR.items()}


def to_aws(value: Any) -> Any:
    """Return a value with all names in AWS's spelling. Don't use it on maps whose keys the user chooses."""
    if isinstance(value, dict):
        return {_IRREGULAR.get(name) or name[0].upper() + name[1:]: to_aws(item) for name, item in value.items()}
    return [to_aws(item) for item in value] if isinstance(value, list) else value


def from_aws(value: Any) -> Any:
    """Return a value with all names in Pulumi's spelling."""
    if isinstance(value, dict):
        return {_BACK.get(name) or name[0].lower() + name[1:]: from_aws(item) for name, item in value.items()}
    return [from_aws(item) for item in value] if isinstance(value, list) else value


def present(values: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of a call without those that are not given."""
    return {name: value for name, value in values.items() if value is not None}


def as_text(value: Any) -> str:
    """Return an attribute's value as the text that SQS and SNS take: `true`, `30`."""
    return str(value).lower() if isinstance(value, bool) else str(value)
