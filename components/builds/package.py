"""Builds the packages of a deployment, before any resource of it exists."""

import hashlib
import os
import shutil
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from components.builds.cache import Cache
from components.builds.errors import BuildError
from components.builds.go import GoToolchain
from components.builds.inspection import inspect
from components.builds.java import JavaToolchain
from components.builds.python import PythonToolchain
from components.builds.rust import RustToolchain
from components.builds.source import Source, files_of, recipe
from components.builds.target import Architecture, Runtime, Target
from components.builds.typescript import TypeScriptToolchain
from components.builds.zip import write_zip

ROOT = Path(__file__).parent.parent.parent
CACHE = ROOT / ".build" / "cache"


class Toolchain(Protocol):
    """Builds the functions of one language. Each is a file of this folder, and `TOOLCHAINS` names it."""

    def runtime(self, target: Target) -> Runtime: ...

    def made_from(self, source: Source, target: Target) -> dict[str, str]:
        """All that the package depends on: digests of files, versions of tools, settings; each by a name that people understand."""

    def lay_out(self, source: Source, target: Target, cache: Cache, folder: Path) -> None:
        """Fills an empty folder with what the package is to hold. The same for the same `made_from`, byte for byte."""


_TOOLKITS = ROOT / "lambda" / "toolkit"

TOOLCHAINS: dict[str, Toolchain] = {
    "python": PythonToolchain(_TOOLKITS / "python"),
    "typescript": TypeScriptToolchain(_TOOLKITS / "typescript"),
    "rust": RustToolchain(_TOOLKITS / "rust"),
    "java": JavaToolchain(_TOOLKITS / "java"),
    "go": GoToolchain(_TOOLKITS / "go"),
}


@dataclass(frozen=True)
class Package:
    """A zip to deploy."""

    name: str
    path: Path
    sha256: str
    """Of the zip's bytes, in hexadecimal."""
    architecture: Architecture
    runtime: Runtime


def build_all(
    sources: Iterable[Source], target: Target, cache: Cache, toolchains: dict[str, Toolchain] = TOOLCHAINS
) -> dict[str, Package]:
    """A package for each source, by its name, as many at a time as there are processors.

    Raises BuildError with what went wrong in all of them.
    """
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as workers:
        futures = [workers.submit(build, source, target, cache, toolchains) for source in sources]
    errors = [error for future in futures if (error := future.exception())]
    for error in errors:
        if not isinstance(error, BuildError):
            raise error
    if len(errors) > 1:
        raise BuildError("\n".join(map(str, errors))) from errors[0]
    return {package.name: package for package in (future.result() for future in futures)}


def build(source: Source, target: Target, cache: Cache, toolchains: dict[str, Toolchain] = TOOLCHAINS) -> Package:
    """Raises BuildError, MissingToolError or RefusedPackageError."""
    toolchain = toolchains.get(source.language)
    if toolchain is None:
        raise BuildError(
            f"{source.needed_by} needs the function {source.name}, which is written in {source.language!r}: "
            f"there is a toolchain for {', '.join(sorted(toolchains))}"
        )

    def made_from() -> dict[str, str]:
        return {**toolchain.made_from(source, target), "target": str(target), "how packages are made": _recipe(toolchain)}

    before = made_from()

    def make(result: Path) -> None:
        folder = result.with_name("contents")
        folder.mkdir()
        toolchain.lay_out(source, target, cache, folder)
        inspect(folder, source)
        write_zip(folder, result / "package.zip")
        shutil.rmtree(folder)
        if made_from() != before:
            # Else the cache would hand it out for sources that it was not made from.
            raise BuildError(f"the files of the function {source.name} changed while it was built. Run the same command again")

    path = cache.get(f"packages/{source.name}", before, make) / "package.zip"
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return Package(source.name, path, sha256, target.architecture, toolchain.runtime(target))


def _recipe(toolchain: Toolchain) -> str:
    """Of all code that builds, but for other languages' toolchains."""
    others = {sys.modules[type(other).__module__].__file__ for other in TOOLCHAINS.values() if type(other) is not type(toolchain)}
    return recipe(*(str(path) for path in files_of(Path(__file__).parent).values() if str(path) not in others))
