"""An answer that was adjusted."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    body: Json
    """The answer in the published form of its API."""
    cut_off: bool
    """Whether it ended at a limit of tokens."""
    tells_tokens: bool
    """Whether it tells the tokens of its input and those of its output. If it doesn't, nobody knows its cost."""


class NotAnAnswer(Exception):
    """The body holds no answer. The message says why."""


def as_text(value: Any) -> str:
    """Return the value if it is a text, otherwise an empty one."""
    return value if isinstance(value, str) else ""


def as_object(value: Any) -> Json:
    """Return the value if it is an object, otherwise an empty one."""
    return value if isinstance(value, dict) else {}
