"""The args of the public components: plain values by name, from a program in any language.

A component describes its args by a TypedDict, and `read` holds what it is given to that. So the checks are the same for a program
in Python and for one whose args came through Pulumi's engine, where

- keys are written as the language writes them: `systemPrompt` is `system_prompt`
- every number is a float: `30.0` is `30`
- a value may be an Output that nobody knows yet. It is checked when it is known

A message never repeats a value, because it may be a secret.
"""

import inspect
import re
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, Union, cast, get_args, get_origin

import pulumi

from components.llm_catalog.catalog import near

T = TypeVar("T")

_IN_WORDS = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}


class ArgsError(pulumi.RunError):
    """A component is given wrong args. The message names the component, each wrong arg, and what is allowed.

    A RunError, because Pulumi then prints the message without a Python traceback.
    """


def read(component: str, name: str, given: Any, shape: type, path: str = "") -> dict[str, Any]:
    """Return the args with the keys of `shape`, a TypedDict. Raises ArgsError, which names all that is wrong.

    component, name: the component's type and its name in the program, for the message.
    path: the place in the args, if these are a part of them.
    """
    reader = _Reader(f"{component} {name!r}")
    args = reader.read(given if given is not None else {}, shape, path)
    reader.raise_problems()
    return cast(dict[str, Any], args)


def refused(component: str, name: str, *problems: str) -> ArgsError:
    """Return the error for args that have the right types and are wrong all the same."""
    return ArgsError("\n- ".join((f"{component} {name!r} is given wrong args:", *problems)))


def check_name_in_aws(component: str, name: str, full: str, most: int) -> None:
    """Raise ArgsError if AWS would refuse the name of a function or of a state machine.

    full: the whole name. most: how many characters it may have.
    """
    if not re.fullmatch(r"[a-zA-Z0-9_-]+", full) or len(full) > most:
        problem = f"its name in AWS would be {full!r}, of {len(full)} characters. Allowed: {most} letters, digits, _ and - or fewer"
        raise refused(component, name, f"{problem}. Give it another name, or the platform another `name_prefix`")


def then(value: Any, make: Callable[[Any], T]) -> T | pulumi.Output[T]:
    """Return `make(value)`: at once if all of the value is known here, else as an Output."""
    return make(value) if is_plain(value) else pulumi.Output.from_input(value).apply(make)


def is_plain(value: Any) -> bool:
    """Return whether a value holds no Output."""
    if isinstance(value, Mapping):
        return all(map(is_plain, value.values()))
    if isinstance(value, list | tuple):
        return all(map(is_plain, value))
    return not _comes_later(value)


def _comes_later(value: Any) -> bool:
    return isinstance(value, pulumi.Output) or inspect.isawaitable(value)


class _Reader:
    """Reads one component's args, and collects what is wrong with them."""

    def __init__(self, whose: str) -> None:
        self._whose = whose
        self._problems: list[str] = []

    def raise_problems(self) -> None:
        if self._problems:
            raise ArgsError("\n- ".join((f"{self._whose} is given wrong args:", *self._problems)))

    def read(self, value: Any, wanted: Any, path: str) -> Any:
        """Return the value in Python's form. path: its place in the args, like `llm.targets[0]`. Empty: the args themselves."""
        wanted = _without_wrapping(wanted)
        if _comes_later(value):
            return pulumi.Output.from_input(value).apply(lambda known: self._read_later(known, wanted, path))
        if typing.is_typeddict(wanted):
            return self._read_object(value, wanted, path)
        kind = get_origin(wanted) or wanted
        if kind in (list, Sequence):
            return self._read_list(value, wanted, path)
        if kind in (dict, Mapping):
            return self._read_map(value, wanted, path)
        if wanted is Any:
            return _with_whole_numbers(value)
        return self._read_leaf(value, wanted, path)

    def _read_later(self, value: Any, wanted: Any, path: str) -> Any:
        if value is None:
            # An output of another component that has no value.
            return None
        later = _Reader(self._whose)
        found = later._read_item(value, wanted, path)
        later.raise_problems()
        return found

    def _read_object(self, value: Any, shape: type, path: str) -> Any:
        if isinstance(value, pulumi.Resource):
            return self._refuse(path, f"the component {type(value).__name__}", "its `outputs`")
        if not isinstance(value, Mapping):
            return self._refuse(path, _kind(value), f"an object of {', '.join(shape.__annotations__)}")
        names, found = shape.__annotations__, {}
        for key, inner in value.items():
            name = _snake_case(key)
            if name not in names:
                meant = near(name, names)
                hint = f" ({meant}?)" if meant else ""
                self._problems.append(f"there is no {_at(path, str(key))}{hint}. Allowed: {', '.join(names)}")
            elif inner is not None:
                found[name] = self.read(inner, names[name], _at(path, name))
        for name in sorted(shape.__required_keys__ - found.keys(), key=list(names).index):  # type: ignore[attr-defined]
            self._problems.append(f"{_at(path, name)} is missing. Allowed: {_allowed(names[name])}.{_described(shape, name)}")
        return found

    def _read_list(self, value: Any, wanted: Any, path: str) -> Any:
        if not isinstance(value, list | tuple):
            return self._refuse(path, _kind(value), _allowed(wanted))
        [of] = get_args(wanted)
        return [self._read_item(each, of, f"{path}[{at}]") for at, each in enumerate(value)]

    def _read_item(self, value: Any, wanted: Any, path: str) -> Any:
        """Return an item of a list. Where objects are wanted, it may be a list of them, as another component gives it."""
        if isinstance(value, list | tuple) and typing.is_typeddict(_without_wrapping(wanted)):
            return [self.read(each, wanted, f"{path}[{at}]") for at, each in enumerate(value)]
        return self.read(value, wanted, path)

    def _read_map(self, value: Any, wanted: Any, path: str) -> Any:
        if isinstance(value, pulumi.Resource):
            return self._refuse(path, f"the component {type(value).__name__}", "its `outputs`")
        if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
            return self._refuse(path, _kind(value), _allowed(wanted))
        _, of = get_args(wanted)
        return {key: self.read(inner, of, _at(path, key)) for key, inner in value.items() if inner is not None}

    def _read_leaf(self, value: Any, wanted: Any, path: str) -> Any:
        if wanted in (int, float):
            whole = _with_whole_numbers(value)
            fits = isinstance(whole, int if wanted is int else int | float) and not isinstance(whole, bool)
            return whole if fits else self._refuse(path, _kind(value), _IN_WORDS[wanted])
        return value if isinstance(value, wanted) else self._refuse(path, _kind(value), _IN_WORDS[wanted])

    def _refuse(self, path: str, given: str, allowed: str) -> None:
        self._problems.append(f"{path or 'the value'} is {given}. Allowed: {allowed}")


def _without_wrapping(wanted: Any) -> Any:
    """Return the type without NotRequired, Input and None around it."""
    origin = get_origin(wanted)
    if origin in (typing.NotRequired, typing.Required):
        return _without_wrapping(get_args(wanted)[0])
    if origin in (Union, types.UnionType):
        # An Input is a union of the type, of an Awaitable and of an Output of it.
        return _without_wrapping(get_args(wanted)[0])
    return wanted


def _at(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _snake_case(name: Any) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: f"_{found[1].lower()}", str(name))


def _with_whole_numbers(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _with_whole_numbers(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_with_whole_numbers(each) for each in value]
    # A bigger number may be a float that is no whole number in fact.
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value


def _kind(value: Any) -> str:
    for kind, words in ((bool, "true or false"), (str, "a text"), (int | float, "a number"), (Mapping, "an object")):
        if isinstance(value, kind):
            return words
    return "a list" if isinstance(value, list | tuple) else f"a {type(value).__name__}"


def _allowed(wanted: Any) -> str:
    wanted = _without_wrapping(wanted)
    if typing.is_typeddict(wanted):
        return f"an object of {', '.join(wanted.__annotations__)}"
    kind = get_origin(wanted) or wanted
    if kind in (list, Sequence):
        return f"a list, each of it {_allowed(get_args(wanted)[0])}"
    if kind in (dict, Mapping):
        return "an object"
    return "any value" if wanted is Any else _IN_WORDS[wanted]


def _described(shape: type, name: str) -> str:
    """Return the description of an arg, which stands below it in the code, after a blank. Return nothing if there is none."""
    _, _, below = Path(inspect.getfile(shape)).read_text("utf-8").partition(f"\nclass {shape.__name__}(")
    found = re.search(rf'\n    {name}: [^\n]*\n    """(.*?)"""', below.partition("\nclass ")[0], re.DOTALL)
    return f" {' '.join(found[1].split())}" if found else ""
