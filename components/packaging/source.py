"""A Lambda's folder, as the builds see it."""

import fnmatch
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from components.packaging.build_settings import BuildSettings, read_build_settings

# The files of a folder that are for people and for the build, not for the function.
NOT_PACKAGED = (
    "requirements*.in",
    "requirements*.txt",
    "build.toml",
    "prepare*",
    "test_*.py",
    "*.md",
    "*.pyc",
    "__pycache__",
    ".*",
)
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

    def files(self) -> dict[str, Path]:
        """Return the files of the folder that go into the package, by their paths in the package."""
        return files_of(self.folder, ignore=NOT_PACKAGED)

    def prepare_files(self) -> dict[str, Path]:
        """Return the files that `prepare.py` may see, by their paths in the folder."""
        globs = (*PREPARE, *self.settings().prepare_reads)
        return {name: path for name, path in files_of(self.folder).items() if fits(name, globs)}

    def settings(self) -> BuildSettings:
        """Return the settings in the folder's `build.toml`. Raises BuildError."""
        path = self.folder / "build.toml"
        return read_build_settings(f"{self.name}/build.toml", path.read_text()) if path.is_file() else BuildSettings()


def files_of(folder: Path, ignore: tuple[str, ...] = ("*.pyc", "__pycache__")) -> dict[str, Path]:
    """Return every file below a folder, by its path relative to the folder, sorted.

    ignore: globs of the names to leave out, at any depth.
    """
    found: dict[str, Path] = {}
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not fits(name, ignore))
        for name in names:
            if not fits(name, ignore):
                path = Path(parent, name)
                found[path.relative_to(folder).as_posix()] = path
    return dict(sorted(found.items()))


def fits(name: str, globs: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatchcase(name, glob) for glob in globs)


def recipe(*modules: str) -> str:
    """Return a digest of the code that builds. As a part of a cache's key it makes changed code build anew."""
    return hashlib.sha256(b"".join(Path(module).read_bytes() for module in modules)).hexdigest()


def digests(files: dict[str, Path], prefix: str = "") -> dict[str, str]:
    """Return a digest of each file's content and executable bit. A zip keeps nothing else of a file."""
    return {
        prefix + name: f"{'x' if os.access(path, os.X_OK) else '-'}{hashlib.sha256(path.read_bytes()).hexdigest()}"
        for name, path in files.items()
    }
