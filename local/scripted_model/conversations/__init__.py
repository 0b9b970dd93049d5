"""The written conversations, a package for each agent, found automatically. `script.py` describes a conversation."""

from agents.folders import IS_OWN_PROJECT, PROJECT
from local.scripted_model.conversations.discovery import load
from local.scripted_model.conversations.own import load_own
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
    play_script,
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
    "play_script",
    "script",
]

BROKEN: dict[str, str] = load_own(PROJECT / "conversations") if IS_OWN_PROJECT else load(__name__, __path__)
"""The reason why an agent's conversations can't be played, by agent. `SCRIPTS` has the playable ones."""
