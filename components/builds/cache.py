"""Build results by what they were made from, so that nothing is built twice.

A result is a folder `<root>/<place>/<key>/result`. Its `<key>` is made under another name and renamed, so a killed build leaves
nothing that looks finished, and a lock for each place lets several processes share one cache: the second waits and finds the
first's result.

It deliberately knows nothing of what it keeps, and never compares dates of files: a fresh clone of the same sources hits.
"""

import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

# Switching between a few branches, architectures and stacks hits, and the cache doesn't grow without end.
KEPT_RESULTS = 3

MADE_FROM = "made-from.json"
RESULT = "result"


class Cache:
    """A folder of build results. `say` gets a line before and after each build that takes place."""

    def __init__(self, root: Path, say: Callable[[str], None] = print):
        self.root = root
        self.say = say

    def get(self, place: str, made_from: Mapping[str, str], make: Callable[[Path], None]) -> Path:
        """The result for `made_from`, from the cache or by calling `make` with a new, empty folder.

        place: what is built, like `packages/db-interface`; results of one place replace each other.
        made_from: everything that the result depends on, each under a name that a person understands.
        """
        home = self.root / place
        entry = home / key_of(made_from)
        if not entry.is_dir():
            home.mkdir(parents=True, exist_ok=True)
            with _locked(home / "lock"):
                if not entry.is_dir():
                    self._make(place, entry, made_from, make)
                    _drop_oldest(home)
        os.utime(entry)
        return entry / RESULT

    def _make(self, place: str, entry: Path, made_from: Mapping[str, str], make: Callable[[Path], None]) -> None:
        self.say(f"building {place}: {_why(entry.parent, made_from)}")
        started = time.monotonic()
        unfinished = entry.with_name("unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        (unfinished / RESULT).mkdir(parents=True)
        try:
            make(unfinished / RESULT)
            (unfinished / MADE_FROM).write_text(json.dumps(dict(made_from), indent=1, sort_keys=True))
            unfinished.rename(entry)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        self.say(f"built {place} in {time.monotonic() - started:.1f} s")


def key_of(made_from: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(dict(made_from), sort_keys=True).encode()).hexdigest()[:32]


def _why(home: Path, made_from: Mapping[str, str]) -> str:
    latest = next(iter(_entries(home)), None)
    if latest is None:
        return "it isn't in the cache yet"
    before = json.loads((latest / MADE_FROM).read_text())
    changed = sorted(name for name in before.keys() | made_from.keys() if before.get(name) != made_from.get(name))
    more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
    return f"{', '.join(changed[:3])}{more} changed"


def _entries(home: Path) -> list[Path]:
    """The finished ones, the last used first."""
    return sorted((path.parent for path in home.glob(f"*/{MADE_FROM}")), key=lambda entry: entry.stat().st_mtime, reverse=True)


def _drop_oldest(home: Path) -> None:
    for entry in _entries(home)[KEPT_RESULTS:]:
        shutil.rmtree(entry, ignore_errors=True)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
