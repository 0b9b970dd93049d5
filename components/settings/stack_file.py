"""Reads from `Pulumi.<stack>.yaml` what Pulumi doesn't tell the program: which values stand as text, and which are encrypted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from components.settings.paths import within

SECURE = "secure"

_OCTAL = re.compile(r"0[0-7]+")


@dataclass(frozen=True)
class StackFile:
    """What the file says of the project's own settings. Nothing, if there is no such file or Pulumi has another one."""

    keys: frozenset[str] | None = None
    """The settings that it sets. Pulumi fills in all others from `Pulumi.yaml`. None: there is no file."""
    texts: frozenset[str] = frozenset()
    """The settings whose whole values are texts, encrypted ones too. An object or a list may be one as JSON."""
    encrypted: tuple[str, ...] = ()
    """The paths of encrypted values."""
    plain_secrets: frozenset[str] = frozenset()
    """The names in `secrets` whose values aren't encrypted."""
    octal: tuple[tuple[str, str], ...] = ()
    """The paths of numbers that begin with 0, and the numbers as they stand there. YAML reads them by base 8."""


NOTHING = StackFile()


def read_stack_file(file: Path, project: str) -> StackFile:
    try:
        text = file.read_text("utf-8")
        found, node = yaml.safe_load(text), yaml.compose(text, yaml.SafeLoader)
    except (OSError, ValueError, yaml.YAMLError):
        return NOTHING
    config = found.get("config") if isinstance(found, dict) else None
    if not isinstance(config, dict):
        return NOTHING
    # A key without a namespace is one of the project.
    ours = {str(key).removeprefix(f"{project}:"): value for key, value in config.items()}
    secrets = ours.get("secrets")
    named = secrets if isinstance(secrets, dict) else {}
    return StackFile(
        frozenset(ours),
        frozenset(key for key, value in ours.items() if isinstance(value, str) or _is_encrypted(value)),
        tuple(path for key, value in ours.items() for path in _encrypted(key, value)),
        frozenset(str(name) for name, value in named.items() if not _is_encrypted(value)),
        tuple((path.removeprefix(f"{project}:"), number) for path, number in _octal(dict(_entries(node))["config"])),
    )


def _encrypted(path: str, value: Any) -> Iterator[str]:
    if _is_encrypted(value):
        yield path
    elif isinstance(value, dict):
        for name, entry in value.items():
            yield from _encrypted(within(path, str(name)), entry)
    elif isinstance(value, list):
        for at, entry in enumerate(value):
            yield from _encrypted(within(path, at), entry)


def _octal(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, yaml.MappingNode):
        for name, entry in _entries(node):
            yield from _octal(entry, within(path, name) if path else name)
    elif isinstance(node, yaml.SequenceNode):
        for at, entry in enumerate(node.value):
            yield from _octal(entry, within(path, at))
    elif isinstance(node, yaml.ScalarNode) and node.style is None and _OCTAL.fullmatch(node.value):
        yield path, node.value


def _entries(node: Any) -> list[tuple[str, Any]]:
    return [(key.value, value) for key, value in node.value if isinstance(key, yaml.ScalarNode)]


def _is_encrypted(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {SECURE}
