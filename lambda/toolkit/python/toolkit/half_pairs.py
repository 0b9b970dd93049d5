"""Refuses an input with half of a surrogate pair. JSON can write one, as `\\ud83d`, but UTF-8 can't: it can't be stored or sent."""

import json
import re

from toolkit.errors import ToolError
from toolkit.tool_use import ToolUse

_HALF = re.compile("[\ud800-\udfff]")


def refuse(use: ToolUse) -> None:
    """Raise ToolError if a text or a name in the input has half of a surrogate pair. Whole pairs are one character in Python."""
    if half := _HALF.search(json.dumps(use.input, ensure_ascii=False)):
        raise ToolError(
            f"The input of {use.name} has half of a surrogate pair (\\u{ord(half[0]):04x}), which is no character. Write the whole "
            "character, or leave it out."
        )
