"""Convert tags: Pulumi has a map, most AWS services have a list of keys and values."""

from typing import NamedTuple


class TagChanges(NamedTuple):
    set: dict[str, str]
    removed: list[str]


def as_list(tags: dict[str, str] | None, key: str = "Key", value: str = "Value") -> list[dict[str, str]]:
    return [{key: name, value: text} for name, text in sorted((tags or {}).items())]


def as_map(tags: list[dict[str, str]] | None, key: str = "Key", value: str = "Value") -> dict[str, str]:
    return {tag[key]: tag[value] for tag in tags or []}


def changes(old: dict[str, str] | None, new: dict[str, str] | None) -> TagChanges:
    """Return the tags to set and the tags to remove."""
    old, new = old or {}, new or {}
    return TagChanges({name: text for name, text in new.items() if old.get(name) != text}, sorted(old.keys() - new.keys()))
