"""Fills the templates of state machines. Pure: no Pulumi, no AWS.

- A template is parsed first and filled afterwards. A placeholder is a whole string, so no text can end a string or add a state.
- Text that starts with `{%` is refused, because Step Functions would run it as an expression.
- Only names also stand inside expressions, by `named`. Such a name is letters, digits, _, - and dots.
"""

import copy
import re
from typing import Any

# A name that means nothing but itself inside an expression, also between the slashes of a pattern, where a dot fits itself.
PLAIN_NAME = re.compile(r"[a-zA-Z0-9._-]*")


class TemplateError(ValueError):
    """A placeholder without a value, a value without a placeholder, or a value that would run as an expression."""


def named(part: Any, **names: str) -> Any:
    """Return the part with each `${name}` replaced, inside expressions and in the names of states too."""
    if isinstance(part, dict):
        return {named(key, **names): named(value, **names) for key, value in part.items()}
    if isinstance(part, list):
        return [named(value, **names) for value in part]
    for name, value in names.items() if isinstance(part, str) else ():
        assert PLAIN_NAME.fullmatch(value), value
        part = part.replace(f"${{{name}}}", value)
    return part


def fill(template: Any, values: dict[str, Any]) -> Any:
    """Return a copy of the parsed template with each string `${name}` replaced by the value of that name.

    Raises TemplateError if a placeholder has no value, a value has no placeholder, or a value holds an expression.
    """
    for name, value in values.items():
        refuse_expressions(name, value)
    used: set[str] = set()
    filled = _fill(template, values, used)
    if unused := sorted(values.keys() - used):
        raise TemplateError(f"the template has no placeholder for: {', '.join(unused)}")
    return filled


def _fill(part: Any, values: dict[str, Any], used: set[str]) -> Any:
    if isinstance(part, dict):
        return {key: _fill(value, values, used) for key, value in part.items()}
    if isinstance(part, list):
        return [_fill(value, values, used) for value in part]
    if isinstance(part, str) and "${" in part:
        name = part.removeprefix("${").removesuffix("}")
        if name not in values:
            raise TemplateError(f"the template's {part!r} is not one of: {', '.join(f'${{{v}}}' for v in sorted(values))}")
        used.add(name)
        return copy.deepcopy(values[name])
    return part


def refuse_expressions(name: str, value: Any) -> None:
    """Raise TemplateError if a text in the value would run as an expression."""
    if isinstance(value, dict):
        for inner in value.values():
            refuse_expressions(name, inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            refuse_expressions(name, inner)
    elif isinstance(value, str) and value.lstrip().startswith("{%"):
        raise TemplateError(
            f"the text of {name} starts with '{{%', which Step Functions would run as an expression: {value[:60]!r}"
        )
