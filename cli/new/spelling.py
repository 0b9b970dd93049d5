"""One name in the spellings of folders, languages and people, and the rules for allowed names."""

import keyword
import re
import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from cli.new.errors import NameRefusedError

# A function's name in AWS has at most 64 characters. The project's and the stack's name come before this one.
MOST_CHARACTERS = 30
KEBAB = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

_RESERVED = Path(__file__).with_name("reserved.txt")


def reserved() -> set[str]:
    lines = [line for line in _RESERVED.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {*" ".join(lines).split(), *(word.lower() for word in keyword.kwlist), *sys.stdlib_module_names}


@dataclass(frozen=True)
class Spelling:
    """A name in all spellings."""

    kebab: str
    """my-thing: folders, agents."""

    @property
    def snake(self) -> str:
        """my_thing: tools, modules."""
        return self.kebab.replace("-", "_")

    @property
    def upper(self) -> str:
        """MY_THING: constants."""
        return self.snake.upper()

    @property
    def pascal(self) -> str:
        """MyThing: classes."""
        return "".join(word.capitalize() for word in self.kebab.split("-"))

    @property
    def camel(self) -> str:
        """myThing: functions."""
        return self.pascal[0].lower() + self.pascal[1:]

    @property
    def words(self) -> str:
        """my thing: sentences."""
        return self.kebab.replace("-", " ")

    def instead_of(self, other: "Spelling", text: str) -> str:
        """Return a text with every spelling of another name replaced."""
        for old, new in (
            (other.kebab, self.kebab),
            (other.snake, self.snake),
            (other.upper, self.upper),
            (other.pascal, self.pascal),
            (other.camel, self.camel),
        ):
            text = text.replace(old, new)
        return text


def allowed(name: str, what: str, taken: Collection[str], example: str) -> Spelling:
    """Return the spellings of a name. Raises NameRefusedError.

    what: the kind of thing, like `a tool function`.
    taken: the existing names of that kind, in any spelling.
    example: a command with a good name.
    """
    rule = f"{what} is named by lower-case words and digits, joined by -, {MOST_CHARACTERS} characters at most, like in: {example}"
    if not name:
        raise NameRefusedError(f"no name was given: {rule}")
    if not KEBAB.fullmatch(name) or len(name) > MOST_CHARACTERS:
        raise NameRefusedError(f"the name {name!r} is not allowed: {rule}")
    if {name, name.replace("-", "_")} & reserved():
        raise NameRefusedError(f"the name {name!r} means something in a programming language or in this project: take another")
    if name in {each.replace("_", "-") for each in taken}:
        raise NameRefusedError(f"the name {name!r} is taken: there are {', '.join(sorted(taken))}")
    return Spelling(name)
