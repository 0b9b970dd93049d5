"""The tool `word_counter`: counts the words and the characters of a text."""

from pathlib import Path

from toolkit import tool_handler


def word_counter(text: str) -> dict[str, int]:
    """Return {"words", "characters"}."""
    return {"words": len(text.split()), "characters": len(text)}


handler = tool_handler(Path(__file__).with_name("tools.json"), word_counter)
