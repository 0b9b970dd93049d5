"""The written conversations, one module an agent. `script.py` says what a conversation is."""

from local.scripted_model.conversations.script import (
    SCRIPTS,
    Conversation,
    Script,
    Text,
    ToolResult,
    ToolUse,
    Turn,
    UnusableResultError,
    conversation,
    play,
    script,
)

__all__ = [
    "SCRIPTS",
    "Conversation",
    "Script",
    "Text",
    "ToolResult",
    "ToolUse",
    "Turn",
    "UnusableResultError",
    "agent_of",
    "conversation",
    "play",
    "script",
]


def agent_of(system: str) -> str | None:
    """The name of the agent that a request's system prompt belongs to; None if it is nobody's.

    A provider's API knows no agents, so the prompt is the only sign of who is asking.
    """
    from agents import AGENTS

    return next((name for name, agent in AGENTS.items() if agent.system_prompt.strip() in system), None)


# Each registers itself.
from local.scripted_model.conversations import (  # noqa: E402, F401
    clustering,
    financial,
    google_maps,
    sql,
    time_series,
    web_research,
)
