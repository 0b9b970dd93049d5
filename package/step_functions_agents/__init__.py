"""AI agents as state machines of AWS Step Functions, for a Pulumi program in Python:

    from step_functions_agents import Agent, AgentPlatform, ToolFunction

`names.py` has all names. They are imported when the first of them is used: the command `agent` needs none, and Pulumi's types of
AWS take seconds.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from step_functions_agents.names import *  # noqa: F403  names.py says which


def __getattr__(name: str) -> Any:
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    names = importlib.import_module(f"{__name__}.names")
    if name not in names.__all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}: it has {', '.join(names.__all__)}")
    return getattr(names, name)
