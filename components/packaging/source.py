"""A Lambda's folder, as the builds see it."""

import fnmatch
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from agents.folders import IS_CHECKOUT, ROOT
from components.packaging.build_settings import BuildSettings, read_build_settings
from components.packaging.contents import Contents, contents
from components.packaging.errors import BuildError
from components.packaging.folder import OF_PYTHON, listing, shown

PREPARE = ("prepare*",)


@dataclass(frozen=True)
class Source:
    """One function to build."""

    name: str
    """The folder's name. Errors, the cache and the package use it."""
    folder: Path
    language: str
    """The language in `tools.json`: one of `components.packaging.package.TOOLCHAINS`."""
    needed_by: str
    """Who needs the function, in the words of an error, like `agent sql`."""
    is_tool: bool = True
    """True if the package holds the toolkit of the tool contract for its language."""
    shared: Path | None = None
    """A folder of code that several functions share, with its lock and its build.toml. The function's own folder adds to it."""

    @property
    def code(self) -> Path:
        """Return the folder with the function's lock and its build.toml."""
        return self.shared or self.folder

    def contents(self) -> Contents:
        """Return the files of the folder by what becomes of them. Raises BuildError."""
        own = contents(self.folder, self.language)
        if self.shared is None:
            return own
        shared = contents(self.shared, self.language)
        if twice := sorted(own.packaged.keys() & shared.packaged.keys()):
            mine, common = shown(own.packaged[twice[0]]), shown(shared.packaged[twice[0]])
            raise BuildError(f"{mine} would take the place of {common}, which several functions have in common. Remove it")
        return Contents({**shared.built, **own.built}, {**shared.packaged, **own.packaged}, own.left_out)

    def files(self) -> dict[str, Path]:
        """Return the files of the folder that lie in the package as they are, by their paths in the package."""
        return self.contents().packaged

    def prepare_files(self) -> dict[str, Path]:
        """Return the files that `prepare.py` may see, by their paths in the folder."""
        globs = (*PREPARE, *self.settings().prepare_reads)
        return {name: path for name, path in files_of(self.folder, (*OF_PYTHON, ".*")).items() if fits(name, globs)}

    def settings(self) -> BuildSettings:
        """Return the settings in the `build.toml` of the code. Raises BuildError."""
        path = self.code / "build.toml"
        return read_build_settings(f"{self.code.name}/build.toml", path.read_text()) if path.is_file() else BuildSettings()


def files_of(folder: Path, ignore: Sequence[str] = OF_PYTHON) -> dict[str, Path]:
    """Return every file below a folder, by its path relative to the folder, sorted. Raises BuildError.

    ignore: patterns of the entries to leave out. `folder.listing` explains them.
    """
    return listing(folder, ignore).files


def fits(name: str, globs: Sequence[str]) -> bool:
    return any(fnmatch.fnmatchcase(name, glob) for glob in globs)


def recipe(*modules: str) -> str:
    """Return a digest of the code that builds. As a part of a cache's key it makes changed code build anew.

    The installed package's modules differ from those of a checkout by the package's name in their imports, which builds nothing.
    """
    name = b"" if IS_CHECKOUT else f"{ROOT.name}.".encode()
    return hashlib.sha256(b"".join(Path(module).read_bytes().replace(name, b"") for module in modules)).hexdigest()


def digests(files: dict[str, Path], prefix: str = "") -> dict[str, str]:
    """Return a digest of each file's content and executable bit. A zip keeps nothing else of a file. Raises BuildError."""
    return {
        prefix + name: f"{'x' if os.access(path, os.X_OK) else '-'}{hashlib.sha256(_content(path)).hexdigest()}"
        for name, path in files.items()
    }


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BuildError(f"{shown(path)} can't be read: {error.strerror}. Allow it to be read, or remove it") from error
