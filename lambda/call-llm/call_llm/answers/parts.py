"""Reads a content that is a text, nothing, or a list of parts."""

import re
from dataclasses import dataclass
from typing import Any

from call_llm.answers.answer import NotAnAnswer, as_text

# Servers without a parser for it leave a model's thoughts in its text.
_THOUGHT_FIRST = re.compile(r"\s*<(think|thinking)>(.*?)</\1>(.*)", re.DOTALL)


@dataclass(frozen=True)
class Parts:
    """The three kinds of text that a content may hold."""

    text: str = ""
    thoughts: str = ""
    refusal: str = ""


def read(content: Any) -> Parts:
    """Return the texts of a content. Other parts, like references and images, have no place in a turn. Raises NotAnAnswer."""
    if content is None:
        return Parts()
    if isinstance(content, str):
        found = _THOUGHT_FIRST.match(content)
        return Parts(text=found[3], thoughts=found[2]) if found else Parts(text=content)
    given = [content] if isinstance(content, dict) else content
    if not isinstance(given, list) or not all(isinstance(part, dict | str) for part in given):
        raise NotAnAnswer("its content is neither a text nor a list of parts")
    parts = [{"type": "text", "text": part} if isinstance(part, str) else part for part in given]
    return Parts(
        text="".join(as_text(part.get("text")) for part in parts if part.get("type", "text") in ("text", "output_text")),
        thoughts="\n".join(
            thought for part in parts if part.get("type") in ("thinking", "reasoning") and (thought := _thought(part))
        ),
        refusal="".join(as_text(part.get("refusal")) for part in parts if part.get("type") == "refusal"),
    )


def _thought(part: dict[str, Any]) -> str:
    """Return the thoughts of a part: a text by one of three names, or Mistral's list of texts."""
    said = part.get("thinking") or part.get("reasoning") or part.get("text")
    if isinstance(said, list):
        return "".join(as_text(each.get("text")) for each in said if isinstance(each, dict))
    return as_text(said)
