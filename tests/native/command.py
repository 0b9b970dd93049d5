"""What a language's own tests and linters are run by. A module of this folder for each language has two functions, `tests` and
`checks`, which say the commands, and where these need a copy of a folder in another place, `stage`, which makes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Command:
    """One command, for one folder."""

    title: str
    """What a person reads, like `go test lambda/tools/web-research`."""
    folder: Path
    """Where it runs."""
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    """On top of this process's own."""
