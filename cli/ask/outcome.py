"""The outcome of a command for a script: the one object that `--json` prints."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

NOT_STARTED, RUNNING, UNKNOWN = "NOT_STARTED", "RUNNING", "UNKNOWN"


@dataclass(frozen=True)
class Chart:
    """A chart that an answer names. It is at `path`, or it was not fetched for the reason in `skipped`."""

    bucket: str
    key: str
    path: str | None = None
    skipped: str | None = None

    def as_json(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass
class Outcome:
    """The outcome, filled while the command goes on. So it is up to date wherever the command ends."""

    execution_arn: str | None = None
    status: str = NOT_STARTED
    """NOT_STARTED, RUNNING, UNKNOWN (the connection was lost), SUCCEEDED, FAILED, TIMED_OUT or ABORTED. Default: NOT_STARTED."""
    output: Any = None
    """The agent's answer, by its output schema. null if there is none."""
    stop_reason: str | None = None
    usage: dict[str, Any] | None = None
    charts: list[Chart] = field(default_factory=list)
    error: dict[str, str] | None = None
    """`{name, message}` if something failed, else null."""

    def take(self, result: Any) -> None:
        """Take the final output of a state machine: `{output, stop_reason, usage, …}`."""
        result = result if isinstance(result, dict) else {"output": result}
        self.output = result.get("output")
        self.stop_reason = result.get("stop_reason")
        self.usage = result.get("usage") if isinstance(result.get("usage"), dict) else None

    def as_json(self) -> str:
        fields = {
            "execution_arn": self.execution_arn,
            "status": self.status,
            "output": self.output,
            "stop_reason": self.stop_reason,
            "usage": self.usage,
            "charts": [chart.as_json() for chart in self.charts],
        }
        # ASCII escapes, because a model's text could hold terminal sequences.
        return json.dumps(fields | ({"error": self.error} if self.error else {}))
