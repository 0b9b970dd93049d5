"""Puts files together in the folder that becomes the package."""

import os
import shutil
from pathlib import Path

from components.packaging.errors import BuildError
from components.packaging.source import Source


def lay(files: dict[str, Path], folder: Path, source: Source) -> None:
    """Copy files to their paths in the package. Raises BuildError if two parts of the package bring a file of the same path."""
    for name, path in files.items():
        place = folder / name
        if place.exists():
            raise BuildError(
                f"two parts of the function {source.name} ({source.needed_by}) bring a file {name}: its own files, the toolkit, "
                f"what prepare.py writes and its packages have to differ in names"
            )
        place.parent.mkdir(parents=True, exist_ok=True)
        _link_or_copy(path.resolve(), place)


def _link_or_copy(path: Path, place: Path) -> None:
    # A link costs no time and no space. It is safe, because a file in a package's folder is never written to.
    try:
        os.link(path, place)
    except OSError:
        shutil.copy(path, place)
