"""Refuses an agent that can read data and send data out, unless its declaration says that this is meant.

A text in a row, a page or a file may tell the model to send away what another tool reads. No system prompt keeps every model from
obeying. An agent whose tools do only one of the two can't do it, whatever its model wants.

`tools.json` says both of a whole folder, because its tools share a function: one role and one way to the network. A tool of another
kind says it itself.
"""

from collections.abc import Iterable
from typing import Any

from agents.tool_kinds.tool import Tool

FIELD = "sends_data_out"


def problem(tools: Iterable[Tool], reason: Any) -> str | None:
    """Return what is wrong with an agent that has these tools, or None.

    reason: why the agent may read data and send data out, as its declaration says it. An empty text: it may not.

    Raises DeclarationError for a wrong tools.json.
    """
    if not isinstance(reason, str) or reason != reason.strip():
        return f"{FIELD} is {reason!r}: allowed is a text that says why this is meant, without blanks around it"
    tools = list(tools)
    senders = sorted({tool.source for tool in tools if tool.gives_away})
    readers = sorted({tool.source for tool in tools if tool.gives_data})
    if senders and readers and not reason:
        return (
            f"its tools of {', '.join(readers)} read data, and those of {', '.join(senders)} send data out. "
            f'A text that the model reads could make it do both. Leave one of them out, or say why this is meant: {FIELD}="…"'
        )
    if reason and not (senders and readers):
        missing = "reads data" if senders else "sends data out"
        return f"{FIELD} is {reason!r}, and none of its tools {missing}. Leave it out: it would let in any tool that is added later"
    return None
