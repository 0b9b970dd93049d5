"""One line of JSON a call, for CloudWatch Logs Insights. Never what was said, and never a key."""

import json
import time
from typing import Any


class CallLog:
    """Takes the time from its making."""

    def __init__(self, run: dict[str, Any] | None) -> None:
        self._run = {"execution": (run or {}).get("execution"), "agent": (run or {}).get("agent")}
        self._began = time.monotonic()

    def write(self, event: str, **fields: Any) -> None:
        """event: what happened, like llm_call or llm_call_failed."""
        ms = round((time.monotonic() - self._began) * 1000)
        print(json.dumps({"event": event, **self._run, **fields, "ms": ms}), flush=True)
