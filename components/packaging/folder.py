"""Lists the files of a folder for a build. Links are followed. A file that can't be a part of a package is an error."""

import fnmatch
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from agents.folders import PROJECT, ROOT
from components.packaging.errors import BuildError

OF_PYTHON = ("*.pyc", "__pycache__")


@dataclass
class Listing:
    """The files below a folder, and the entries that were left out."""

    files: dict[str, Path] = field(default_factory=dict)
    """The files by their paths relative to the folder, sorted."""
    left_out: list[str] = field(default_factory=list)
    """The paths of the other entries. A folder has a slash at the end."""


def listing(folder: Path, ignore: Sequence[str], keep: Sequence[str] = ()) -> Listing:
    """Return the files below a folder, and the entries that were left out. Raises BuildError.

    ignore: patterns of the entries to leave out: `/x*` at the top of the folder, `x*` at any depth.
    keep: patterns of entries to keep although `ignore` matches them.
    """
    found = Listing()
    top = folder.resolve()
    # A link may lead to code that several functions share. Other machines don't have what lies outside of the project.
    ours = (PROJECT, ROOT)
    allowed = ours if any(top.is_relative_to(one) for one in ours) else (top.parent,)
    _list(folder, "", lambda place: is_one_of(place, ignore) and not is_one_of(place, keep), allowed, (top,), found)
    found.files = dict(sorted(found.files.items()))
    return found


def is_one_of(path: str, patterns: Sequence[str]) -> bool:
    """Return whether a path in a folder fits a pattern: `/x*` by the whole path, `x*` by its last part."""
    name = path.rpartition("/")[2]
    return any(
        fnmatch.fnmatchcase(path, pattern[1:]) if pattern.startswith("/") else fnmatch.fnmatchcase(name, pattern)
        for pattern in patterns
    )


def shown(path: Path) -> str:
    """Return a path as a person of the project knows it."""
    return ascii(str(path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path))[1:-1]


def _list(
    folder: Path, prefix: str, ignored: Callable[[str], bool], allowed: tuple[Path, ...], above: tuple[Path, ...], found: Listing
) -> None:
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        raise BuildError(f"the folder {shown(folder)} can't be read: {error.strerror}. Allow it, or remove it") from error
    for name in names:
        path, place = folder / name, f"{prefix}{name}"
        if ignored(place):
            found.left_out.append(f"{place}/" if path.is_dir() else place)
            continue
        _refuse_odd_name(path, name)
        # Path.resolve raises an error for a link to itself.
        real = Path(os.path.realpath(path)) if path.is_symlink() else None
        if real:
            _refuse_wrong_link(path, real, allowed, above)
        if path.is_dir():
            _list(path, f"{place}/", ignored, allowed, (*above, real or above[-1] / name), found)
        elif path.is_file():
            found.files[place] = path
        else:
            raise BuildError(f"{shown(path)} is neither a file nor a folder, so no package can hold it. Remove it")


def _refuse_odd_name(path: Path, name: str) -> None:
    # os.listdir gives bytes that aren't UTF-8 as halves of surrogate pairs, which aren't printable.
    if not name.isprintable() or "\\" in name:
        raise BuildError(
            f"the name of {shown(path)} can't stand in a package: allowed are printable characters in UTF-8, without a backslash. "
            "Rename it"
        )


def _refuse_wrong_link(path: Path, real: Path, allowed: tuple[Path, ...], above: tuple[Path, ...]) -> None:
    target = f"{shown(path)} is a link to {ascii(os.readlink(path))[1:-1]}"
    if not os.path.exists(real):
        raise BuildError(f"{target}, which doesn't exist. Make it lead to a file or a folder of the project, or remove it")
    if not any(real.is_relative_to(one) for one in allowed):
        raise BuildError(
            f"{target}, outside of {'the project' if PROJECT in allowed else shown(allowed[0])}: other machines don't have it. "
            "Put a copy in its place"
        )
    if real in above:
        raise BuildError(f"{target}, a folder that holds it: it has no end. Remove it")
