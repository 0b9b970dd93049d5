"""The data of a run: its size as AWS counts it, its limit and its dates."""

import datetime
import json
import re
from typing import Any

# The limit holds for the input and output of a task, a state and an execution, and for all variables of one Assign:
# https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
LIMIT_BYTES = 256 * 1024

# https://states-language.net/#timestamps
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def size_in_bytes(value: Any) -> int:
    """Return the size of a value's JSON as UTF-8."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str).encode(errors="replace"))


def is_within_limit(value: Any) -> bool:
    return size_in_bytes(value) <= LIMIT_BYTES


def aws_time(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def moment(text: str) -> datetime.datetime | None:
    """Return the moment of a timestamp such as 2026-11-30T08:00:00+01:00, or None for a text that is none."""
    if not TIMESTAMP.fullmatch(text):
        return None
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return None


def from_json(text: str) -> Any:
    """Return the value of a JSON text. Raise ValueError for NaN and Infinity too: JSON has none, and Python takes them."""

    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} isn't JSON")

    return json.loads(text, parse_constant=refuse)


def plain(value: Any) -> Any:
    """Return a copy as JSON data. Only dates, which AWS's clients return, need a conversion."""
    return json.loads(json.dumps(value, default=aws_time))
