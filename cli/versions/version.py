"""One published version of a Lambda function, as ListVersionsByFunction describes it, and what it costs."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

FUNCTION_ARN = re.compile(r"arn:[\w-]+:lambda:[\w-]+:\d+:function:(?P<function>[\w-]+)(?::(?P<number>\d+))?")
LATEST = "$LATEST"

# In us-east-1: https://aws.amazon.com/lambda/pricing/#SnapStart_Pricing. Java's snapshots are free.
SNAPSHOT_USD_PER_GB_SECOND = 0.0000015046
SECONDS_PER_MONTH = 730 * 60 * 60
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
MOST_CODE_GB = 75


@dataclass
class Version:
    """One version."""

    arn: str
    """The ARN, which ends in the version's number."""
    function: str
    """The function's name in AWS."""
    number: int
    published: datetime
    code_bytes: int
    snapshot_gb: float
    """The memory whose snapshot AWS charges for, in GB. 0 without one."""
    calls: frozenset[str]
    """The ARNs of the versions of other functions that its environment names."""
    users: list[str] = field(default_factory=list)
    """What uses the version, in words. Empty: nothing does."""

    @property
    def usd_per_month(self) -> float:
        return self.snapshot_gb * SNAPSHOT_USD_PER_GB_SECOND * SECONDS_PER_MONTH

    def as_json(self) -> dict[str, Any]:
        return {
            "arn": self.arn,
            "function": self.function,
            "version": self.number,
            "published": self.published.isoformat(timespec="seconds"),
            "code_bytes": self.code_bytes,
            "usd_per_month": round(self.usd_per_month, 2),
            "used_by": self.users,
        }


def version_of(described: dict[str, Any]) -> Version:
    """Return the version of an entry of ListVersionsByFunction."""
    number = described["Version"]
    arn = described["FunctionArn"].removesuffix(f":{number}")
    variables = described.get("Environment", {}).get("Variables", {})
    paid = described.get("SnapStart", {}).get("OptimizationStatus") == "On" and not described.get("Runtime", "").startswith("java")
    return Version(
        arn=f"{arn}:{number}",
        function=described["FunctionName"],
        number=int(number),
        published=datetime.strptime(described["LastModified"], "%Y-%m-%dT%H:%M:%S.%f%z"),
        code_bytes=described["CodeSize"],
        snapshot_gb=described["MemorySize"] / 1024 if paid else 0.0,
        calls=frozenset(arns_in(" ".join(variables.values()))),
    )


def arns_in(text: str) -> dict[str, str]:
    """Return the function's name for each ARN of a function in a text, with or without a version."""
    return {match[0]: match["function"] for match in FUNCTION_ARN.finditer(text)}
