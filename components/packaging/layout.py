"""Puts files together in the folder that becomes the package."""

import os
import shutil
from pathlib import Path

from components.packaging.errors import BuildError
from components.packaging.source import Source


def lay(files: dict[str, Path], folder: Path, source: Source) -> None:
    """Copy files to their paths in the package.

    Raises BuildError if two parts of the package bring a file of the same path, or modules of the same name.
    """
    modules = _modules(files)
    there = {place.name.split(".")[0]: place for place in folder.iterdir() if place.suffix in ("", ".py")} if modules else {}
    for name, path in files.items():
        place = folder / name
        if place.exists():
            raise BuildError(
                f"two parts of the function {source.name} ({source.needed_by}) bring a file {name}: its own files, the toolkit, "
                f"what prepare.py writes and its packages have to differ in names"
            )
        place.parent.mkdir(parents=True, exist_ok=True)
        _link_or_copy(path.resolve(), place)
    for module in sorted(modules & there.keys()):
        if _has_other_modules(there[module], files):
            raise BuildError(
                f"the function {source.name} ({source.needed_by}) has {there[module].name} of its own, and its packages or the "
                f"toolkit bring a module {module}: Python would find one of them alone. Rename {source.name}/{there[module].name}"
            )


_MODULES = (".py", ".pyc", ".so")


def _modules(files: dict[str, Path]) -> set[str]:
    """Return the names by which Python imports the files: those of modules, and of folders with modules."""
    found = (name.split("/")[0] for name in files if name.endswith(_MODULES) and "__pycache__" not in name)
    return {name.split(".")[0] for name in found}


def _has_other_modules(place: Path, files: dict[str, Path]) -> bool:
    """Return whether a module or a folder of the package has code that isn't one of these files."""
    found = [place] if place.is_file() else place.rglob("*")
    return any(
        file.suffix in _MODULES and "__pycache__" not in file.parts and file.relative_to(place.parent).as_posix() not in files
        for file in found
    )


def _link_or_copy(path: Path, place: Path) -> None:
    # A link costs no time and no space. It is safe, because a file in a package's folder is never written to.
    try:
        os.link(path, place)
    except OSError:
        shutil.copy(path, place)
