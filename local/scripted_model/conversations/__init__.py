"""The written conversations, one module an agent. `script.py` says what a conversation is."""

from collections.abc import Callable

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
    "find",
    "play",
    "script",
]


def agent_of(system: str) -> str | None:
    """The name of the agent that a request's system prompt belongs to; None if it is nobody's.

    A provider's API knows no agents, so the prompt is the only sign of who is asking.
    """
    from agents import AGENTS

    return next((name for name, agent in AGENTS.items() if agent.system_prompt.strip() in system), None)


def find(agent_or_system: str, question: str) -> Callable[[str], Conversation] | None:
    """The conversation for a question, of an agent given by its name or by its system prompt."""
    name = agent_or_system if agent_or_system in SCRIPTS else agent_of(agent_or_system)
    return SCRIPTS[name].find(question) if name in SCRIPTS else None


from local.scripted_model.conversations import sql  # noqa: E402, F401  registers itself
