"""Compares a `requirements.in` with its lock. The packages that a person asks for have to be those of the lock.

uv notes at each package of a lock who asked for it: `# via -r …/requirements.in`.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from components.packaging.errors import StaleLockError
from components.packaging.known_bad import python_packages
from components.packaging.source import Source

_ENTRY = re.compile(r"^([A-Za-z0-9][\w.-]*)[^\n]*(?:\n[ \t][^\n]*)*", re.MULTILINE)
_ASKED_FOR = re.compile(r"^\s+#\s+(?:via )?-r ", re.MULTILINE)


def refuse_stale_locks(locks: Iterable[Path], source: Source) -> None:
    """Raise StaleLockError for a lock that doesn't fit the file beside it: `requirements.in` for `requirements.txt`."""
    for lock in locks:
        asked = lock.with_suffix(".in")
        if asked.is_file() and (differences := list(_differences(asked, lock))):
            raise StaleLockError(
                f"{source.needed_by} needs the function {source.name}, and {asked.parent.name}/{asked.name} was changed without "
                f"its lock {lock.name}: {'; '.join(differences)}. Write the lock anew: make lock"
            )


def _differences(asked: Path, lock: Path) -> Iterator[str]:
    text = lock.read_text("utf-8") if lock.is_file() else ""
    locked: dict[str, list[str]] = {}
    for name, version in python_packages(text):
        locked.setdefault(name, []).append(version)
    names = set()
    for line in _lines(asked):
        try:
            requirement = Requirement(line)
        except InvalidRequirement as wrong:
            yield f"{line!r} is no requirement ({str(wrong).splitlines()[0]})"
            continue
        name = canonicalize_name(requirement.name)
        names.add(name)
        if requirement.marker and not requirement.marker.evaluate():
            # The lock is for all machines. The requirement may hold on another one.
            continue
        versions = locked.get(name, [])
        if not versions and f"{name} @ " not in text:
            yield f"{line} isn't in the lock"
        elif versions and not any(requirement.specifier.contains(version, prereleases=True) for version in versions):
            yield f"{line} is asked for and {' and '.join(versions)} locked"
    for name in _asked_for(text):
        if name not in names:
            yield f"{name} is locked and no longer asked for"


def _lines(asked: Path) -> Iterator[str]:
    """Yield the requirements of a file, without comments and options. A line of options begins with `-`."""
    for line in asked.read_text("utf-8").splitlines():
        line = re.sub(r"(^|\s)#.*", "", line).strip()
        if line and not line.startswith("-"):
            yield line


def _asked_for(lock: str) -> list[str]:
    """Return the packages that a person asked for when the lock was written."""
    return [canonicalize_name(entry[1]) for entry in _ENTRY.finditer(lock) if _ASKED_FOR.search(entry[0])]
