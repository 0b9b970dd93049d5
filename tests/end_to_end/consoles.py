"""The `console` blocks of a page: commands that a person types, and lines that they print.

    $ ./agent down
    Stopped ministack, step-functions, model. …
    …

A shown `…` is any text within a line, or any lines where it stands alone. A comment such as `<!-- needs AWS -->` before a block
says that nobody can run it here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BLOCK = re.compile(r"^(?:<!-- needs (?P<needs>[^\n]*) -->\n)?```console\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
VOLATILE = (
    (re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}"), "the moment of a run"),
    (re.compile(r"toolu_[0-9a-zA-Z]+"), "the id of a tool use"),
    (re.compile(r"\b\d+(\.\d+)? s\b"), "seconds"),
    (re.compile(r"Ports \d+ to \d+"), "ports"),
    # They follow each word of a tool's description.
    (re.compile(r"[\d,]+ tokens in"), "tokens in"),
)
"""Text that differs between two runs, and what it is."""


@dataclass(frozen=True)
class Command:
    """One line that begins with `$ `."""

    page: str
    text: str
    shown: tuple[str, ...]
    """The lines that the page shows as its output; empty if it shows none."""


def commands_of(page: Path, needs: str | None = None) -> Iterator[Command]:
    """Read the commands of a page that can be run here, in their order.

    needs: what the comments before their blocks say. None: the blocks without a comment.
    """
    for block in BLOCK.finditer(page.read_text("utf-8")):
        if block["needs"] != needs:
            continue
        for given in re.split(r"^\$ ", block["text"], flags=re.MULTILINE)[1:]:
            text, *shown = given.rstrip("\n").split("\n")
            yield Command(page.name, text, tuple(line for line in shown if line.strip()))


def first_difference(shown: tuple[str, ...], printed: str) -> str | None:
    """Return the first shown line that was not printed in its place; None if all were. Blank lines don't count."""
    lines = [masked(line.rstrip()) for line in printed.splitlines() if line.strip()]
    position, anywhere = 0, False
    for line in shown:
        if line.strip() == "…":
            anywhere = True
            continue
        pattern = re.compile(re.escape(masked(line.rstrip())).replace("…", ".*"))
        places = range(position, len(lines)) if anywhere else range(position, min(position + 1, len(lines)))
        found = next((place for place in places if pattern.fullmatch(lines[place])), None)
        if found is None:
            return line
        position, anywhere = found + 1, False
    return None


def masked(line: str) -> str:
    for pattern, what in VOLATILE:
        line = pattern.sub(f"<{what}>", line)
    return line
