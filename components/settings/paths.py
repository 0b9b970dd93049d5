"""Paths into a stack's configuration, as `pulumi config set --path` reads them: `llm.targets[0].model`, `tags["a.b"]`.

https://www.pulumi.com/docs/iac/concepts/config/#structured-configuration
"""

import re
from typing import Any

_STEP = re.compile(r'\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|\.?([^.\[\]"]+)')
_PLAIN = re.compile(r"[\w-]+")


def within(path: str, step: str | int) -> str:
    """Return the path of an entry of the object or the list at `path`."""
    if isinstance(step, int):
        return f"{path}[{step}]"
    if _PLAIN.fullmatch(step):
        return f"{path}.{step}"
    quoted = step.replace('"', r"\"")
    return f'{path}["{quoted}"]'


def steps(path: str) -> list[str | int]:
    """Return the key of a path, then the names and indices that lead from its value to the entry."""
    return [
        int(match[2]) if match[2] else match[1].replace(r"\"", '"') if match[1] is not None else match[3]
        for match in _STEP.finditer(path)
    ]


def joined(found: list[str | int]) -> str:
    """Return the path of these steps."""
    path = str(found[0])
    for step in found[1:]:
        path = within(path, step)
    return path


def nested(found: list[str | int], value: Any) -> Any:
    """Return the value inside the objects and lists that these steps lead through."""
    for step in reversed(found):
        value = [value] if isinstance(step, int) else {step: value}
    return value


def leaves(path: str, value: Any) -> list[tuple[str, Any]]:
    """Return the texts, numbers and booleans of a value, each with its path. Objects and lists without entries have none."""
    if isinstance(value, dict):
        return [leaf for name, entry in value.items() for leaf in leaves(within(path, str(name)), entry)]
    if isinstance(value, list):
        return [leaf for at, entry in enumerate(value) for leaf in leaves(within(path, at), entry)]
    return [] if value is None else [(path, value)]
