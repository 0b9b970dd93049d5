"""The difference between a resource's old and new inputs, and whether the resource must be replaced."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .documents import same_json, same_policy
from .naming import is_chosen
from .resource_type import ResourceType
from .wire import Asset

ADD, DELETE, UPDATE = "ADD", "DELETE", "UPDATE"

_PLAIN = re.compile(r"[A-Za-z_$][\w$]*")


@dataclass(frozen=True)
class Difference:
    """The answer to Diff of Pulumi's engine."""

    changed: list[str] = field(default_factory=list)
    """The inputs that differ."""
    replaces: list[str] = field(default_factory=list)
    """The changed inputs that AWS can't change in place."""
    detailed: dict[str, str] = field(default_factory=dict)
    """The change by the path of a property, such as `tags.team` or `rules[0].id`: ADD, DELETE or UPDATE, with `_REPLACE` appended
    if the change forces a replacement.
    """
    delete_first: bool = False
    """True if the old resource must be deleted before the new one is made, because the program fixed a name that both would have.
    """


def difference(kind: ResourceType, old: dict[str, Any], new: dict[str, Any]) -> Difference:
    """Compare a resource's old and new inputs."""
    names = sorted(name for name in old.keys() | new.keys() if not name.startswith("__"))
    changed = [name for name in names if not same(kind, name, old.get(name), new.get(name))]
    replaces = [name for name in changed if name in kind.replace_on]
    detailed: dict[str, str] = {}
    for name in changed:
        suffix = "_REPLACE" if name in replaces else ""
        leaf = name in kind.documents | kind.policies | kind.unordered
        for path, change in _paths(name, old.get(name), new.get(name), leaf):
            detailed[path] = change + suffix
    kept = is_chosen(kind.auto_name, new) and kind.auto_name.property not in changed
    return Difference(changed, replaces, detailed, delete_first=bool(replaces) and kept)


def same(kind: ResourceType, name: str, old: Any, new: Any) -> bool:
    """Return whether two values of an input mean the same to AWS."""
    if name in kind.policies:
        return same_policy(old, new)
    if name in kind.documents:
        return same_json(old, new)
    if name in kind.unordered and isinstance(old, list) and isinstance(new, list):
        return sorted(map(_in_order, old)) == sorted(map(_in_order, new))
    if isinstance(old, Asset) and isinstance(new, Asset) and old.hash and new.hash:
        return old.hash == new.hash
    return bool(old == new)


def _in_order(item: Any) -> str:
    """Return an item as text. An object's keys have no order on the wire."""
    return json.dumps(item, sort_keys=True, default=repr)


def _paths(path: str, old: Any, new: Any, leaf: bool) -> Iterator[tuple[str, str]]:
    if old is None or new is None:
        yield path, ADD if old is None else DELETE
    elif isinstance(old, dict) and isinstance(new, dict) and not leaf:
        for name in sorted(old.keys() | new.keys()):
            if old.get(name) != new.get(name):
                step = f".{name}" if _PLAIN.fullmatch(name) else f'["{name}"]'
                yield from _paths(path + step, old.get(name), new.get(name), leaf)
    elif isinstance(old, list) and isinstance(new, list) and not leaf:
        for index in range(max(len(old), len(new))):
            before = old[index] if index < len(old) else None
            after = new[index] if index < len(new) else None
            if before != after:
                yield from _paths(f"{path}[{index}]", before, after, leaf)
    else:
        yield path, UPDATE
