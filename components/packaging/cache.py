"""Keeps build results, with a key that is made of their inputs, so that nothing is built twice.

- A result is a folder `<root>/<place>/<key>/result`.
- The folder `<key>` gets its name when it is complete, so a killed build leaves nothing that looks finished.
- Each place has a lock, so that several processes can share a cache: the second one waits, and finds the result of the first.
- The digest of a result is kept beside it, and compared before each use. A result that was changed is built again.
- A compiler's own cache is a folder of the cache too, see `compiled`.
- The cache knows nothing about its content, and never compares dates of files. A fresh clone of the same sources finds the results.
"""

import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from components.packaging.folder_digest import folder_digest

# Enough to switch between a few branches, architectures and stacks without a build. The cache still has a limit.
KEPT_RESULTS = 3

MADE_FROM = "made-from.json"
RESULT = "result"
DIGEST = "sha256"


class Cache:
    """A folder of build results. `say` gets a line before and after each build."""

    def __init__(self, root: Path, say: Callable[[str], None] = print):
        self.root = root
        self.say = say

    def has(self, place: str, made_from: Mapping[str, str]) -> bool:
        """Return whether the result exists, so that nothing would be built."""
        return (self.root / place / key_of(made_from)).is_dir()

    def has_any(self, place: str) -> bool:
        """Return whether the place has any result, from whatever inputs."""
        return bool(_entries(self.root / place))

    def get(
        self,
        place: str,
        made_from: Mapping[str, str],
        make: Callable[[Path], None],
        built: Callable[[float], None] | None = None,
    ) -> Path:
        """Return the result for `made_from`, from the cache or by building it.

        place: the name of the thing to build, like `packages/db-interface`. A place keeps its KEPT_RESULTS latest results.
        made_from: everything that the result depends on, each under a name that a person understands.
        make: builds the result in the new, empty folder that it is called with.
        built: says that the build is done. It is called with the seconds that the build took. Default: `built <place> in 1.2 s`.
        """
        home = self.root / place
        entry = home / key_of(made_from)
        if not _is_as_built(entry):
            home.mkdir(parents=True, exist_ok=True)
            with self._locked(home / "lock", f"{place} is being built already: waiting for it"):
                if not _is_as_built(entry):
                    if os.path.lexists(entry):
                        why = "isn't as it was built" if (entry / DIGEST).is_file() else "has no digest that it could be checked by"
                        self.say(f"{place} in the cache {why}: {entry} is deleted")
                        _delete(entry)
                    seconds = self._make(place, entry, made_from, make)
                    (built or partial(self._say_built, place))(seconds)
                    _drop_oldest(home)
        os.utime(entry)
        return entry / RESULT

    def _make(self, place: str, entry: Path, made_from: Mapping[str, str], make: Callable[[Path], None]) -> float:
        self.say(f"building {place}: {_why(entry.parent, made_from)}")
        started = time.monotonic()
        unfinished = entry.with_name("unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        (unfinished / RESULT).mkdir(parents=True)
        try:
            make(unfinished / RESULT)
            (unfinished / MADE_FROM).write_text(json.dumps(dict(made_from), indent=1, sort_keys=True))
            (unfinished / DIGEST).write_text(_digest(entry.name, unfinished / RESULT))
            unfinished.rename(entry)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        return time.monotonic() - started

    def _say_built(self, place: str, seconds: float) -> None:
        self.say(f"built {place} in {seconds:.1f} s")

    @contextmanager
    def compiled(self, place: str) -> Iterator[Path]:
        """Give the folder of a compiler's own cache, like `compiled-go/arm64`. One process at a time has it.

        A compiler takes what it finds there. So the folder's digest is kept beside it while nobody has it, and one that was changed
        meanwhile is emptied. A folder without a digest was left by a build that was killed: the compiler deals with that itself.
        """
        folder = self.root.resolve() / place
        folder.parent.mkdir(parents=True, exist_ok=True)
        digest = folder.with_name(f"{folder.name}.{DIGEST}")
        with self._locked(folder.with_name(f"{folder.name}.lock"), f"{place} is in use: waiting for it"):
            if digest.is_file() and (folder.is_symlink() or digest.read_text() != _digest(folder.name, folder)):
                self.say(f"{place} isn't as the compiler left it: {folder} is deleted, and all is compiled again")
                _delete(folder)
            digest.unlink(missing_ok=True)
            folder.mkdir(exist_ok=True)
            try:
                yield folder
            finally:
                digest.write_text(_digest(folder.name, folder))

    @contextmanager
    def _locked(self, path: Path, waiting: str) -> Iterator[None]:
        with path.open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.say(waiting)
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def key_of(made_from: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(dict(made_from), sort_keys=True).encode()).hexdigest()[:32]


def _is_as_built(entry: Path) -> bool:
    result, digest = entry / RESULT, entry / DIGEST
    if entry.is_symlink() or result.is_symlink() or not result.is_dir() or not digest.is_file():
        return False
    return digest.read_text(errors="replace") == _digest(entry.name, result)


def _digest(name: str, folder: Path) -> str:
    """Return the digest of a folder and its name, so that no entry can take the place of another."""
    return hashlib.sha256(f"{name} {folder_digest(folder)}".encode()).hexdigest()


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _why(home: Path, made_from: Mapping[str, str]) -> str:
    latest = next(iter(_entries(home)), None)
    if latest is None:
        return "it isn't in the cache yet"
    try:
        before = dict(json.loads((latest / MADE_FROM).read_text()))
    except ValueError:
        return "the cache doesn't say what it was made from before"
    changed = sorted(name for name in before.keys() | made_from.keys() if before.get(name) != made_from.get(name))
    more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
    return f"{', '.join(changed[:3])}{more} changed"


def _entries(home: Path) -> list[Path]:
    """Return the finished entries, the last used first."""
    return sorted((path.parent for path in home.glob(f"*/{MADE_FROM}")), key=lambda entry: entry.stat().st_mtime, reverse=True)


def _drop_oldest(home: Path) -> None:
    for entry in _entries(home)[KEPT_RESULTS:]:
        shutil.rmtree(entry, ignore_errors=True)
