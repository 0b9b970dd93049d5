"""The conversations of a person's own project: a file of `conversations/` for each agent, with the agent's name."""

import importlib.util
import sys
from pathlib import Path

from agents.declaration import FINAL_ANSWER
from local.scripted_model.conversations.script import SCRIPTS, Script, ToolUse, Words


def load_own(folder: Path) -> dict[str, str]:
    """Open a script for each file and import it. Return the errors of those that can't be imported, by agent."""
    files = {file.stem.replace("_", "-"): file for file in sorted(folder.glob("*.py"))}
    return {agent: wrong for agent, file in files.items() if (wrong := _load_one(file, agent))}


def _load_one(file: Path, agent: str) -> str | None:
    SCRIPTS[agent] = Script(agent, _plain)
    # A name of its own, because the file has that of an agent, and other modules may have it too.
    name = f"conversations_of_{file.stem}"
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec
    assert spec.loader
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as wrong:  # whatever is wrong with the conversations of one agent, all others can be played
        SCRIPTS.pop(agent, None)
        return f"conversations/{file.name}: {type(wrong).__name__}: {wrong}"
    return None


def all_conversations(in_words: Words) -> Script:
    """Return one script with the conversations of all agents, because a request doesn't name its agent."""
    merged = Script("", in_words)
    for script in SCRIPTS.values():
        merged.conversations |= script.conversations
    return merged


def _plain(text: str) -> ToolUse:
    return ToolUse(FINAL_ANSWER, {"answer": text})
