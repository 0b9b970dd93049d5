"""Finds the files that the code left in its working folder. It trusts none of them: see `outcome.py`."""

import os
import re
import stat
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from interpreter.limits import MB, MOST_DEPTH, MOST_ENTRIES, MOST_FIGURE_BYTES, MOST_FIGURES, MOST_KEPT_BYTES, MOST_RESULT_FILES

PNG = b"\x89PNG\r\n\x1a\n"
RESULTS = "results"
"""A folder that is there for files that the code leaves. They are kept before those in other places."""
MOST_NAMED = 10
"""The most files that one note names."""

MOST_PATH = 200
"""The most characters of a path in a note."""

Stamp = tuple[int, int, int]
"""A file's inode, size and time of the last change. A file with another one than before was written."""


@dataclass(frozen=True)
class Kept:
    """A file to store."""

    name: str
    """A name that can be a part of a key, and the name of a file that a later call is given. Empty for a figure without a file."""
    data: bytes


@dataclass
class Left:
    """The files that the code left, and notes on those that aren't kept."""

    figures: list[Kept] = field(default_factory=list)
    """The PNG files."""
    files: list[Kept] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def stamps(folder: int) -> dict[str, Stamp]:
    """Return a stamp of each plain file in a folder, by its path."""
    found, _ = _walk(folder)
    return {path: stamp for path, stamp in found.items() if stamp}


def collect(folder: int, before: Mapping[str, Stamp], most_bytes: int, figures_there: int = 0) -> Left:
    """Read the files that the code wrote.

    folder: a descriptor of the folder.
    before: the stamps of the files that the code was given.
    most_bytes: the most bytes of one file.
    figures_there: the number of figures that are kept already.
    """
    found, more = _walk(folder)
    left = Left()
    not_kept: list[str] = []
    renamed: list[str] = []
    names: set[str] = set()
    total = 0
    # What lies in results/ is meant to be kept, so it comes first.
    for path in sorted(found, key=_order):
        if found[path] is not None and found[path] == before.get(path):
            continue
        data = read(folder, path, min(most_bytes, MOST_KEPT_BYTES - total)) if found[path] else None
        if data is None:
            not_kept.append(path)
            continue
        is_figure = data.startswith(PNG) and len(data) <= MOST_FIGURE_BYTES
        if is_figure and any(data == figure.data for figure in left.figures):
            continue
        if (is_figure and len(left.figures) + figures_there >= MOST_FIGURES) or (
            not is_figure and len(left.files) >= MOST_RESULT_FILES
        ):
            not_kept.append(path)
            continue
        name = safe_name(path, names)
        if name != path.removeprefix(f"{RESULTS}/"):
            renamed.append(f"{path} is {name}")
        names.add(name.casefold())
        total += len(data)
        (left.figures if is_figure else left.files).append(Kept(name, data))
    if renamed:
        left.notes.append(f"Files that are kept under another name: {_listed(renamed)}.")
    if not_kept or more:
        if more:
            not_kept.append(f"all beyond the first {MOST_ENTRIES} files")
        left.notes.append(
            f"Not kept: {_listed(not_kept)}. Kept are plain files that the code wrote: {MOST_RESULT_FILES} files and "
            f"{MOST_FIGURES} figures, of {most_bytes // MB} MB each and {MOST_KEPT_BYTES // MB} MB together, those in "
            f"{RESULTS}/ first. To keep many files, put them into one, as a zip."
        )
    return left


def _order(path: str) -> tuple[bool, int, list[tuple[str, int]]]:
    """Return a sort key: results/ first, then files that are in no folder, and `2.csv` before `10.csv`."""
    parts = re.findall(r"(\D*)(\d{0,18})", path)
    return not path.startswith(f"{RESULTS}/"), path.count("/"), [(text, int(number or -1)) for text, number in parts]


def safe_name(path: str, taken: set[str]) -> str:
    """Return a name for the file at a path: ASCII letters, digits, `_`, `-` and `.`, 100 characters, none of those taken.

    taken: names in lower case.
    """
    path = path.removeprefix(f"{RESULTS}/")
    suffix = _ascii(PurePosixPath(path).suffix)[:12].rstrip("-.")
    stem = _ascii(path[: len(path) - len(PurePosixPath(path).suffix)]).strip("-.")
    if not re.search("[A-Za-z0-9]", stem):
        stem = "file"
    candidate, number = f"{stem[: 100 - len(suffix)]}{suffix}", 1
    while candidate.casefold() in taken or candidate.casefold() == RESULTS:
        number += 1
        candidate = f"{stem[: 95 - len(suffix)]}-{number}{suffix}"
    return candidate


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_.]+", "-", plain)


def read(folder: int, path: str, most: int) -> bytes | None:
    """Return a file's content. None if it isn't a plain file below that folder, or has more bytes than allowed.

    No link is followed on the way: it could lead to a file that only this process can read.
    """
    opened = [folder]
    try:
        *parents, name = path.split("/")
        for parent in parents:
            opened.append(os.open(parent, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=opened[-1]))
        # Don't wait for the far end of a pipe.
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=opened[-1])
    except OSError:
        return None
    finally:
        for each in opened[1:]:
            os.close(each)
    # Check that it is a plain file first, because a folder can't be opened as a file object.
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    with os.fdopen(descriptor, "rb") as file:
        data = file.read(most + 1)
    return data if len(data) <= most else None


def _walk(folder: int) -> tuple[dict[str, Stamp | None], bool]:
    """Return the entries below a folder that aren't folders, and whether there are more.

    The value of an entry that isn't a plain file, or of a folder that is too deep or can't be read, is None.
    """
    found: dict[str, Stamp | None] = {}
    unreadable: list[str] = []

    def note(error: OSError) -> None:
        unreadable.append(str(error.filename))

    for root, folders, names, descriptor in os.fwalk(".", dir_fd=folder, onerror=note):
        parent = root.removeprefix(".").removeprefix("/")
        prefix = f"{parent}/" if parent else ""
        for name in sorted([*names, *folders]):
            if len(found) >= MOST_ENTRIES:
                return found, True
            about = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
            if stat.S_ISREG(about.st_mode):
                found[prefix + name] = (about.st_ino, about.st_size, about.st_mtime_ns)
            elif not stat.S_ISDIR(about.st_mode):
                found[prefix + name] = None
        if prefix.count("/") >= MOST_DEPTH:
            found.update(dict.fromkeys((f"{prefix}{name}/" for name in folders), None))
            folders.clear()
        folders.sort()
    found.update(dict.fromkeys(unreadable, None))
    return found, False


def _listed(texts: list[str]) -> str:
    more = f" and {len(texts) - MOST_NAMED} more" if len(texts) > MOST_NAMED else ""
    return ", ".join(shown(text) for text in texts[:MOST_NAMED]) + more


def shown(path: str) -> str:
    """Return a path for a note. It may hold any characters, and 4,096 of them."""
    text = path if path.isprintable() else ascii(path)[1:-1]
    return text if len(text) <= MOST_PATH else f"{text[:MOST_PATH]}…"
