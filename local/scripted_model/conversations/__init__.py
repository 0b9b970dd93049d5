"""The written conversations, a package for each agent, found by themselves. `script.py` says what a conversation is."""

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
"""By agent, why its conversations can't be played. `SCRIPTS` has those that can."""
