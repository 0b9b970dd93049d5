"""The configuration of a stack as Pulumi passes it on: text by key. It also words the errors for wrong values."""

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pulumi

T = TypeVar("T")


class SettingsError(pulumi.RunError):
    """The configuration is wrong. The message names each wrong value, what is allowed, and the command that sets it right.

    A RunError, because Pulumi then prints the message without a Python traceback.
    """


class Problems(list[str]):
    """The problems of a configuration, collected so that one error names them all."""

    def caught(self, read: Callable[[], T]) -> T | None:
        """Return what `read` returns. If it raises SettingsError, keep the problem and return None."""
        try:
            return read()
        except SettingsError as error:
            self.append(str(error))
            return None


@dataclass(frozen=True)
class RawConfig:
    """All keys of one stack, with their namespaces. Pulumi has filled in the defaults of `Pulumi.yaml`."""

    values: Mapping[str, str] = field(repr=False)
    """Text by key, like `{"step-functions-agents:agents": '["sql"]', "aws:region": "eu-west-1"}`. Objects and lists are JSON."""
    secret_keys: frozenset[str]
    """The keys whose values are encrypted, whole or in part."""
    project: str
    stack: str

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
            raise self.refused(f"{key} is {value!r}", listed(choices), self.set_command(key, choices[0]))
        return value

    def integer(self, key: str, fits: Callable[[int], bool], allowed: str, example: int) -> int:
        value = self.text(key, allowed, str(example))
        if not value.removeprefix("-").isdecimal() or not fits(int(value)):
            raise self.refused(f"{key} is {value!r}", allowed, self.set_command(key, str(example)))
        return int(value)

    def json(self, key: str, kind: type[T], allowed: str, repair: str) -> T:
        """Return an object (`kind` is dict) or a list. `repair` is the command that sets a right one."""
        text = self.values.get(self._full(key))
        if text is None:
            raise self.refused(f"{key} is not set", allowed, repair)
        try:
            value = json.loads(text)
        except json.JSONDecodeError:
            value = text
        if not isinstance(value, kind):
            # The message doesn't repeat the value: it may be a secret, put in the place of the object of secrets.
            raise self.refused(f"{key} is not {'an object' if kind is dict else 'a list'}", allowed, repair)
        return value

    def is_secret(self, key: str) -> bool:
        return self._full(key) in self.secret_keys

    def refused(self, given: str, allowed: str, command: str) -> SettingsError:
        return SettingsError(f"{given}. Allowed: {allowed}. This sets it right: {command}")

    def set_command(self, path: str, value: str, *flags: str) -> str:
        """Return the `pulumi config set` command for a key, or for a path within its value, like `llm.targets[0].model`."""
        parts = ["pulumi config set", *flags, _as_argument(path), value, f"-s {self.stack}"]
        return " ".join(part for part in parts if part)

    def remove_command(self, path: str) -> str:
        return f"pulumi config rm {_as_argument(path)} -s {self.stack}"

    def _full(self, key: str) -> str:
        return key if ":" in key else f"{self.project}:{key}"


def _as_argument(path: str) -> str:
    return f"--path '{path}'" if any(mark in path for mark in ".[") else path


def listed(choices: Iterable[Any]) -> str:
    return ", ".join(map(str, choices))


def number(value: Any) -> float | None:
    """Return a number of the configuration, or None if the value isn't a number.

    Text is read as a number too, because `pulumi config set --path` stores a fraction as text.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        parsed = float(value)
    except ValueError:
        return None
    return parsed if math.isfinite(parsed) else None


def refuse_unknown(config: RawConfig, path: str, given: dict[str, Any], known: tuple[str, ...]) -> None:
    """Raise SettingsError for the first unknown key of the object at `path`."""
    for key in given:
        if key not in known:
            raise config.refused(f"{path} has the unknown key {key!r}", listed(known), config.remove_command(f"{path}.{key}"))
