"""The written conversations, a package for each agent, found automatically. `script.py` describes a conversation."""

from local.scripted_model.conversations.discovery import load
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
    "BROKEN",
    "SCRIPTS",
    "Conversation",
    "Script",
    "Text",
    "ToolResult",
    "ToolUse",
    "Turn",
    "UnusableResultError",
    "conversation",
    "play",
    "script",
]

BROKEN: dict[str, str] = load(__name__, __path__)
"""The reason why an agent's conversations can't be played, by agent. `SCRIPTS` has the playable ones."""
