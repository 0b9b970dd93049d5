"""The branch file of a kind: the states of one tool, `${tool}`, as they stand in the loop.

A branch file is valid when its states stand in the loop of `agent.asl.json`. All of them have in common:

- The first state is `${tool}`. Its input is the tool use: {id, name, input}. Any others are named `${tool}: …`.
- It ends with a tool result: {type, tool_use_id, content, is_error}. The content is a text or a list of blocks, and has fewer
  than 17,000 characters as JSON, because eight of them have to fit into a state. Where no toolkit has counted its bytes, a
  character beyond ASCII counts as three. `$texts` and `$unusable` are the loop's words for that.
- Each Task has the same Catch, which names States.DataLimitExceeded, because States.ALL doesn't catch it. Only States.Runtime,
  which nothing catches, ends the run.
- Each Task has a TimeoutSeconds. The last of its retriers is for errors of calls that may have begun. Its `MaxAttempts` is the
  tool's `retries`.
"""

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from components.state_machines.kinds.kind import PlainTool
from components.state_machines.template import fill, named

FOLDER = Path(__file__).parent
TOOL_PLACEHOLDER = "${tool}"
SECONDS = 60
"""The timeout of a tool that says none."""


def branch(kind: str, tool: PlainTool, comment: str, names: Mapping[str, str] | None = None, **values: Any) -> dict[str, Any]:
    """Return the states of the branch file of a kind for one tool, with the values filled in.

    names: further names that stand inside expressions.
    """
    states: dict[str, Any] = fill(named(template(kind), tool=tool["name"], **(names or {})), values)
    states[tool["name"]]["Comment"] = comment
    return states


def template(kind: str) -> dict[str, Any]:
    """Return the states of a branch file, with their placeholders."""
    states: dict[str, Any] = json.loads(_text(kind))["States"]
    return states


@functools.cache
def _text(kind: str) -> str:
    return (FOLDER / f"{kind}.asl.json").read_text("utf-8")


def seconds(tool: PlainTool) -> int:
    """Return the timeout of the tool."""
    return tool.get("timeout_seconds") or SECONDS


def retry_as_the_tool_says(task: dict[str, Any], tool: PlainTool) -> None:
    """Let the last retrier of a Task, which is for calls that may have begun, retry as often as the tool says."""
    task["Retry"][-1]["MaxAttempts"] = tool.get("retries") or 0


def count_bytes(task: dict[str, Any]) -> None:
    """Let characters beyond ASCII count as three in the size of a Task's result: no toolkit has counted its bytes."""
    for key in ("content", "is_error"):
        for size in ("$length($string([$t]))", "$length($string($p))"):
            task["Output"][key] = task["Output"][key].replace(size, f"{size[:-1]}~>$replace(/[^ -~]/, 'xxx'))")
