"""The configuration of a stack as Pulumi passes it on: text by key. It also words the errors for wrong values.

The commands in these errors work as they are printed. `pulumi config set` can't put an object where a list or a text stands, so a
command that has to do that removes the wrong value first.
"""

import json
import math
import re
import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pulumi

from components.settings import paths
from components.settings.credentials import may_be_shown
from components.settings.stack_file import NOTHING, StackFile

T = TypeVar("T")

ASK = None
"""The value of a command that holds none: Pulumi asks for it."""

LONGEST_SHOWN = 60


class SettingsError(pulumi.RunError):
    """The configuration is wrong. The message names each wrong value, what is allowed, and the command that sets it right.

    A RunError, because Pulumi then prints the message without a Python traceback.
    """


class Problems(list[str]):
    """The problems of a configuration, collected so that one error names them all."""

    def __init__(self) -> None:
        super().__init__()
        self.warnings: list[str] = []
        """What is probably wrong. It stops no deployment."""

    def caught(self, read: Callable[[], T]) -> T | None:
        """Return what `read` returns. If it raises SettingsError, keep the problem and return None."""
        try:
            return read()
        except SettingsError as error:
            self.append(str(error))
            return None


@dataclass(frozen=True)
class RawConfig:
    """All keys of one stack, with their namespaces. Pulumi has filled in the values of `Pulumi.yaml`."""

    values: Mapping[str, str] = field(repr=False)
    """Text by key, like `{"step-functions-agents:agents": '["sql"]', "aws:region": "eu-west-1"}`. Objects and lists are JSON."""
    secret_keys: frozenset[str]
    """The keys whose values are encrypted, whole or in part."""
    project: str
    stack: str
    file: StackFile = NOTHING
    """What only the stack's file tells."""
    pulumi: str = "pulumi"
    """The command by which a person runs Pulumi on this stack."""

    def keys(self, namespace: str) -> set[str]:
        return {key.removeprefix(f"{namespace}:") for key in self.values if key.startswith(f"{namespace}:")}

    def text(self, key: str, allowed: str, example: str) -> str:
        value = self.values.get(self._full(key))
        if value is None:
            raise self.refused(f"{key} is not set", allowed, self.set_command(key, example))
        return value

    def one_of(self, key: str, allowed: Iterable[str]) -> str:
        choices = list(allowed)
        value = self.text(key, listed(choices), choices[0])
        if value not in choices:
            meant = next((choice for choice in choices if value.lower() in _MEANINGS.get(choice, (choice,))), choices[0])
            raise self.refused(f"{key} is {value!r}", listed(choices), self.set_command(key, meant))
        return value

    def integer(self, key: str, fits: Callable[[int], bool], allowed: str, example: int) -> int:
        value = self.text(key, allowed, str(example))
        if not value.removeprefix("-").isdecimal() or not fits(int(value)):
            found = number(value)
            meant = int(found) if found is not None and found.is_integer() and fits(int(found)) else example
            raise self.refused(f"{key} is {value!r}", allowed, self.set_command(key, meant))
        return int(value)

    def json(self, key: str, kind: type[T], allowed: str, repair: str) -> T:
        """Return an object (`kind` is dict) or a list. `repair` is the command that sets a right one."""
        if self._full(key) not in self.values:
            raise self.refused(f"{key} is not set", allowed, repair)
        value = self.value(key)
        if not isinstance(value, kind):
            # The message doesn't repeat the value: it may be a secret, put in the place of the object of secrets.
            raise self.refused(f"{key} is not {'an object' if kind is dict else 'a list'}", allowed, repair)
        return value

    def value(self, key: str) -> Any:
        """Return the value of a key: an object or a list if it is JSON, else its text. None: it is not set."""
        text = self.values.get(self._full(key))
        try:
            found = None if text is None else json.loads(text)
        except json.JSONDecodeError:
            return text
        return found if isinstance(found, dict | list) else text

    def is_secret(self, key: str) -> bool:
        return self._full(key) in self.secret_keys

    def doubted(self, given: str, why: str, command: str) -> str:
        """Return a warning. `command` is the one that ends it."""
        return f"{given}, {why}. If that is wrong: {command}"

    def refused(self, given: str, allowed: str, command: str) -> SettingsError:
        return SettingsError(f"{given}. Allowed: {allowed}. This sets it right: {command}")

    def set_command(self, path: str, value: str | float | None, *flags: str) -> str:
        """Return the command that sets a key, or the entry at a path within its value, like `llm.targets[0].model`.

        value: ASK for a command that asks for it.
        """
        wrong = self._wrong_parent(path)
        if wrong is None:
            return self._set(path, value, *flags)
        if value is ASK or flags:
            return f"{self.remove_command(wrong)} && {self._set(path, value, *flags)}"
        return self.replace_command(wrong, paths.nested(paths.steps(path)[len(paths.steps(wrong)) :], value))

    def replace_command(self, path: str, value: Any) -> str:
        """Return the commands that put an object or a list where another value stands."""
        *parent, last = paths.steps(path)
        there = self._at(parent) if parent else None
        if isinstance(last, int) and isinstance(there, list) and last < len(there) - 1:
            # Removing an entry would move those after it.
            return self.replace_command(paths.joined(parent), [*there[:last], value, *there[last + 1 :]])
        return " && ".join([self.remove_command(path), *self._set_all(path, value)])

    def move_command(self, old: str, new: str, value: Any) -> str:
        """Return the commands that move a value to another path. A value that stands there already stays."""
        key = paths.steps(new)[0]
        is_default = self.file.keys is not None and key not in self.file.keys
        is_taken = self._at(paths.steps(new)) is not None or self._wrong_parent(new) is not None
        if is_taken and not is_default:
            return self.remove_command(old)
        if len(paths.steps(old)) == 1 and isinstance(value, str):
            # The whole value of a key is always a text.
            value = int(value) if _is_integer(value) else value if truth(value) is None else truth(value)
        return " && ".join([self.remove_command(old), *self._set_all(new, value)])

    def remove_command(self, path: str) -> str:
        return f"{self.pulumi} config rm {self._as_argument(path)} -s {self.stack}"

    def _set_all(self, path: str, value: Any) -> list[str]:
        """Return the commands that set all entries of a value. What may be a key stays out of them."""
        if self.is_secret(str(paths.steps(path)[0])):
            return []
        there = paths.leaves(path, value)
        return [self._set(at, entry) for at, entry in there if may_be_shown(str(paths.steps(at)[-1]), entry)]

    def _set(self, path: str, value: str | float | None, *flags: str) -> str:
        text = "true" if value is True else "false" if value is False else "" if value is ASK else shlex.quote(str(value))
        # `pulumi config set --path` makes numbers and booleans of such texts.
        is_typed = isinstance(value, str) and len(paths.steps(path)) > 1 and (value in ("true", "false") or _is_integer(value))
        options = [*flags, *(["--type string"] if is_typed else [])]
        parts = [f"{self.pulumi} config set", *options, self._as_argument(path)]
        # A value that begins with - would be an option.
        parts += [f"-s {self.stack}", "--", text] if text.startswith("-") else [text, f"-s {self.stack}"]
        return " ".join(part for part in parts if part)

    def _wrong_parent(self, path: str) -> str | None:
        """Return the path of the first value on the way that isn't the object or the list that the next step needs."""
        found = paths.steps(path)
        value = self.value(str(found[0]))
        for at, step in enumerate(found[1:], 1):
            if value is None or (at == 1 and isinstance(value, str)):
                # Pulumi makes what is missing, and replaces the text of a key.
                return None
            if not isinstance(value, list if isinstance(step, int) else dict):
                return paths.joined(found[:at])
            value = _entry(value, step)
        return None

    def _at(self, found: list[str | int]) -> Any:
        value = self.value(str(found[0]))
        for step in found[1:]:
            value = _entry(value, step)
        return value

    def _as_argument(self, path: str) -> str:
        if self._full(path) in self.values or len(paths.steps(path)) == 1:
            return shlex.quote(path)
        quoted = path.replace("'", "'\\''")
        return f"--path '{quoted}'"

    def _full(self, key: str) -> str:
        return key if ":" in key else f"{self.project}:{key}"


_MEANINGS = {"true": ("true", "yes", "y", "on", "1"), "false": ("false", "no", "n", "off", "0")}


def _entry(value: Any, step: str | int) -> Any:
    if isinstance(step, int):
        return value[step] if isinstance(value, list) and step < len(value) else None
    return value.get(step) if isinstance(value, dict) else None


def _is_integer(text: str) -> bool:
    return re.fullmatch(r"[+-]?\d+", text) is not None


def listed(choices: Iterable[Any]) -> str:
    return ", ".join(map(str, choices))


def shown(value: Any) -> str:
    """Return a value for a message, as it stands in YAML's JSON, cut if it is long."""
    text = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else repr(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def number(value: Any) -> float | None:
    """Return a number of the configuration, or None if the value isn't a number.

    Text is read as a number too, because `pulumi config set --path` stores a fraction as text.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        parsed = float(value)
    except (ValueError, OverflowError):
        return None
    return parsed if math.isfinite(parsed) else None


def truth(value: Any) -> bool | None:
    """Return a boolean of the configuration, or None if the value is none. The texts `true` and `false` are booleans too."""
    return {"true": True, "false": False}.get(value) if isinstance(value, str) else value if isinstance(value, bool) else None
