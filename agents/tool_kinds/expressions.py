"""JSONata in the declaration of a tool: a text `{% … %}`, alone or as a value within JSON.

An expression over the tool's input names it `$input`. The state machine is what evaluates it. Here it is checked only as far as a
mistake would be found late, or would make another expression of the ones around it: its brackets, and the fields that it names.
"""

import re
from collections.abc import Iterator
from typing import Any

EXPRESSION = re.compile(r"\{%(.*)%\}", re.DOTALL)
_TOKEN = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|/\*.*?\*/|[()\[\]{}'"`]|/\*""", re.DOTALL)
_CLOSES = {")": "(", "]": "[", "}": "{"}
_FIELD = re.compile(r"\$input\s*\.\s*(?:`([^`]*)`|([A-Za-z_][A-Za-z0-9_]*))")


def inside(text: Any) -> str | None:
    """Return the JSONata of a text `{% … %}`, or None for any other value."""
    found = EXPRESSION.fullmatch(text) if isinstance(text, str) else None
    return found[1].strip() if found else None


def expressions_in(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield the place and the JSONata of each expression within JSON."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from expressions_in(inner, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from expressions_in(inner, f"{path}[{index}]")
    elif (jsonata := inside(value)) is not None:
        yield path, jsonata


def problems(value: Any, path: str, input_schema: dict[str, Any]) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong with the expressions within JSON."""
    fields = input_schema.get("properties", {})
    for place, jsonata in expressions_in(value, path):
        if problem := problem_of(jsonata):
            yield f"{place} is {jsonata[:200]!r}: {problem}"
        for quoted, plain in _FIELD.findall(jsonata):
            if (name := quoted or plain) not in fields:
                yield f"{place} names $input.{name}: the input_schema has {', '.join(fields) or 'no fields'}"


def problem_of(jsonata: str) -> str | None:
    """Return why a text can't be JSONata, or None. Its brackets and quotation marks have to be in pairs."""
    if not jsonata:
        return "it is empty"
    opened: list[str] = []
    for token in _TOKEN.findall(_without_patterns(jsonata)):
        if token in ("(", "[", "{"):
            opened.append(token)
        elif token in _CLOSES:
            if not opened or opened.pop() != _CLOSES[token]:
                return f"it has a {token} without its {_CLOSES[token]}"
        elif token in ("'", '"', "`", "/*"):
            return f"it has a {token} without its end"
    return f"it has a {opened[-1]} without its end" if opened else None


def _without_patterns(jsonata: str) -> str:
    """Return the JSONata without its regular expressions, whose brackets need no pair."""
    return re.sub(r"(?<=[(,~>=:?])(\s*)/(?:[^/\\\n]|\\.)+/[im]*", r"\1''", jsonata)
