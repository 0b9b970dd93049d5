"""Writes one line of JSON for each tool use. The line holds the outcome and sizes, never the content."""

import json
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from toolkit.tool_use import ToolUse


@dataclass
class ToolUseLog:
    """Measures one tool use and writes its line at the end."""

    use: ToolUse
    started: float = field(default_factory=time.perf_counter)

    def write(self, outcome: str, **sizes: Any) -> None:
        """Write the line.

        outcome: "ok", "error" (a result with is_error) or "crash" (an exception that was raised).
        """
        line = {
            "message": "tool_use",
            "outcome": outcome,
            "execution": self.use.execution,
            "agent": self.use.agent,
            "tool": self.use.name,
            "tool_use_id": self.use.id,
            "duration_ms": round((time.perf_counter() - self.started) * 1000),
            **sizes,
        }
        print(json.dumps(line), file=sys.stdout, flush=True)
