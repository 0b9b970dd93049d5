"""The data of a run: its size as AWS counts it, its limit, its dates."""

import datetime
import json
from typing import Any

# https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html: input and output of a task, a state and an
# execution, and all variables of one Assign.
LIMIT_BYTES = 256 * 1024


def size_in_bytes(value: Any) -> int:
    """Of a value's JSON as UTF-8."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str).encode(errors="replace"))


def is_within_limit(value: Any) -> bool:
    return size_in_bytes(value) <= LIMIT_BYTES


def aws_time(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def plain(value: Any) -> Any:
    """A copy as JSON data, which it is but for the dates in the answers of AWS's clients."""
    return json.loads(json.dumps(value, default=aws_time))
