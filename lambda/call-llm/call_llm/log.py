"""Writes one line of JSON for each call, for CloudWatch Logs Insights. It holds no word of the conversation and no key."""

import json
import logging
import time
from typing import Any

# At lower levels these print headers and bodies, with keys and words of the conversation. Lambda's log level is for all loggers.
for _name in ("boto3", "botocore", "urllib3", "httpx", "httpcore", "httpx2", "httpcore2", "openai", "anthropic", "LiteLLM"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class CallLog:
    """The log of one call. Starts the clock when the object is created."""

    def __init__(self, run: dict[str, Any] | None) -> None:
        self._run = {"execution": (run or {}).get("execution"), "agent": (run or {}).get("agent")}
        self._began = time.monotonic()

    def write(self, event: str, **fields: Any) -> None:
        """Print one line. event: llm_call or llm_call_failed."""
        ms = round((time.monotonic() - self._began) * 1000)
        print(json.dumps({"event": event, **self._run, **fields, "ms": ms}), flush=True)
