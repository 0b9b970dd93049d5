"""A Lambda's folder, as the builds see it."""

import fnmatch
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from components.packaging.build_settings import BuildSettings, read_build_settings

# What is in a folder for people and for the build, not for the function.
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
    """The folder's name, which errors, the cache and the package carry."""
    folder: Path
    language: str
    """As in `tools.json`; one of `components.packaging.package.TOOLCHAINS`."""
    needed_by: str
    """Whom an error names, like `agent sql`."""
    is_tool: bool = True
    """Whether the tool contract's toolkit for its language belongs in the package."""

    def files(self) -> dict[str, Path]:
        """What goes into the package from the folder itself, by path in the package."""
        return files_of(self.folder, ignore=NOT_PACKAGED)

    def prepare_files(self) -> dict[str, Path]:
        """What `prepare.py` may see."""
        globs = (*PREPARE, *self.settings().prepare_reads)
        return {name: path for name, path in files_of(self.folder).items() if fits(name, globs)}

    def settings(self) -> BuildSettings:
        """Of the folder's `build.toml`. Raises BuildError."""
        path = self.folder / "build.toml"
        return read_build_settings(f"{self.name}/build.toml", path.read_text()) if path.is_file() else BuildSettings()


def files_of(folder: Path, ignore: tuple[str, ...] = ("*.pyc", "__pycache__")) -> dict[str, Path]:
    """Every file below a folder, by its path relative to it, without the names that `ignore` fits at any depth. Sorted."""
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
    """A digest of the code that builds: a part of a cache's key, so that a changed recipe builds anew."""
    return hashlib.sha256(b"".join(Path(module).read_bytes() for module in modules)).hexdigest()


def digests(files: dict[str, Path], prefix: str = "") -> dict[str, str]:
    """A digest of each file: its content and whether it is executable, which are all that a zip keeps of it."""
    return {
        prefix + name: f"{'x' if os.access(path, os.X_OK) else '-'}{hashlib.sha256(path.read_bytes()).hexdigest()}"
        for name, path in files.items()
    }
