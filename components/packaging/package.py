"""Builds the packages of a deployment, before any resource of it exists."""

import hashlib
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from math import inf
from pathlib import Path
from typing import Protocol, TypeVar

from agents.folders import PROJECT, ROOT
from components.packaging.cache import Cache
from components.packaging.errors import BuildError
from components.packaging.first_build import CPU_SECONDS, how_long
from components.packaging.go import GoToolchain
from components.packaging.inspection import inspect
from components.packaging.java import JavaToolchain
from components.packaging.known_bad import locks_in
from components.packaging.locks import refuse_known_bad
from components.packaging.python import PythonToolchain
from components.packaging.rust import RustToolchain
from components.packaging.source import Source, files_of, recipe
from components.packaging.target import Architecture, Runtime, Target
from components.packaging.typescript import TypeScriptToolchain
from components.packaging.zip import write_zip

# Without links on the way: cargo knows what it has compiled by the path.
CACHE = (PROJECT / ".build").resolve() / "cache"

MOST_NAMED = 8
"""The most files that the line about files that are left out names."""


class Toolchain(Protocol):
    """Builds the functions of one language. Each toolchain is a file of this folder, and an entry of `TOOLCHAINS`."""

    toolkit: Path
    """The folder with the tool contract in this language, and with the locks that all its functions share."""

    def runtime(self, target: Target) -> Runtime: ...

    def made_from(self, source: Source, target: Target) -> dict[str, str]:
        """Return all that the package depends on, each by a name that people understand.

        The values are digests of files, versions of programs, and settings.
        """

    def lay_out(self, source: Source, target: Target, cache: Cache, folder: Path) -> None:
        """Fill an empty folder with the files of the package. The same `made_from` gives the same bytes."""


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
    """SHA-256 of the zip's bytes, in hexadecimal."""
    architecture: Architecture
    runtime: Runtime


def build_all(
    sources: Iterable[Source], target: Target, cache: Cache, toolchains: dict[str, Toolchain] = TOOLCHAINS
) -> dict[str, Package]:
    """Return a package for each source, by the source's name. As many builds run at a time as there are processors.

    Raises BuildError, which names all that went wrong. If a program is missing on this machine, the error comes before the first
    build and names all missing programs.
    """
    jobs = _all([partial(_job, source, target, toolchains) for source in sources])
    to_build = sorted((job for job in jobs if not cache.has(job.place, job.made_from)), key=_by_length)
    progress = Progress(len(to_build), cache.say)
    if len(to_build) > 1:
        cache.say(f"{len(to_build)} of {len(jobs)} packages are to be built: {', '.join(job.source.name for job in to_build)}")
    if said := how_long([job.source.language for job in to_build if not cache.has_any(job.place)]):
        cache.say(said)
    others = [job for job in jobs if job not in to_build]
    return {package.name: package for package in _all([partial(job.build, cache, progress) for job in (*to_build, *others)])}


def build(source: Source, target: Target, cache: Cache, toolchains: dict[str, Toolchain] = TOOLCHAINS) -> Package:
    """Return the package of a source. Raises BuildError, MissingToolError or RefusedPackageError."""
    return _job(source, target, toolchains).build(cache, Progress(1, cache.say))


class Progress:
    """Counts the finished builds, for the lines that announce them."""

    def __init__(self, total: int, say: Callable[[str], None]):
        self._total, self._say, self._done, self._lock = total, say, 0, threading.Lock()

    def built(self, name: str, seconds: float) -> None:
        with self._lock:
            self._done += 1
            # Another process may drop a package from the cache meanwhile. That package is built too, and raises the total.
            of = f"[{self._done}/{max(self._total, self._done)}] " if self._total > 1 else ""
            self._say(f"{of}built {name} in {seconds:.1f} s")


@dataclass(frozen=True)
class Job:
    """One package to get, from the cache or by building it."""

    source: Source
    target: Target
    toolchain: Toolchain
    made_from: dict[str, str]

    @property
    def place(self) -> str:
        return f"packages/{self.source.name}"

    def build(self, cache: Cache, progress: Progress) -> Package:
        source, target = self.source, self.target

        def make(result: Path) -> None:
            folder = result.with_name("contents")
            folder.mkdir()
            self.toolchain.lay_out(source, target, cache, folder)
            inspect(folder, source)
            if left_out := source.contents().left_out:
                more = f" and {len(left_out) - MOST_NAMED} more" if len(left_out) > MOST_NAMED else ""
                cache.say(f"{source.name} leaves out of its package: {', '.join(left_out[:MOST_NAMED])}{more}")
            write_zip(folder, result / "package.zip")
            shutil.rmtree(folder)
            if _made_from(source, target, self.toolchain) != self.made_from:
                # Without this the cache would return the package for sources that it was not made from.
                raise BuildError(f"the files of the function {source.name} changed while it was built. Run the same command again")

        made = cache.get(self.place, self.made_from, make, partial(progress.built, source.name))
        path = made / "package.zip"
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        return Package(source.name, path, sha256, target.architecture, self.toolchain.runtime(target))


def _job(source: Source, target: Target, toolchains: dict[str, Toolchain]) -> Job:
    toolchain = toolchains.get(source.language)
    if toolchain is None:
        raise BuildError(
            f"{source.needed_by} needs the function {source.name}, which is written in {source.language!r}: "
            f"there is a toolchain for {', '.join(sorted(toolchains))}"
        )
    # For a cached package too: a release may turn out to be malicious after the package was built.
    refuse_known_bad([*locks_in(source.code), *locks_in(toolchain.toolkit)])
    return Job(source, target, toolchain, _made_from(source, target, toolchain))


def _made_from(source: Source, target: Target, toolchain: Toolchain) -> dict[str, str]:
    return {**toolchain.made_from(source, target), "target": str(target), "how packages are made": _recipe(toolchain)}


def _by_length(job: Job) -> float:
    """Return a sort key that puts the longest build first. The others fit beside it."""
    return -CPU_SECONDS.get(job.source.language, inf)


T = TypeVar("T")


def _all(calls: Sequence[Callable[[], T]]) -> list[T]:
    """Return the results of the calls, in their order.

    Raises an error of the first BuildError's class, with the messages of all BuildErrors.
    """
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as workers:
        futures = [workers.submit(call) for call in calls]
    errors = [error for future in futures if (error := future.exception())]
    for error in errors:
        if not isinstance(error, BuildError):
            raise error
    if len(errors) > 1:
        raise type(errors[0])("\n".join(map(str, errors))) from errors[0]
    return [future.result() for future in futures]


def _recipe(toolchain: Toolchain) -> str:
    """Return the digest of the code that builds for this toolchain.

    It leaves out the toolchains of other languages, and the files and folders that are named after them, like `java_lock.py`.
    """
    others = {type(other).__module__.rpartition(".")[2] for other in TOOLCHAINS.values() if type(other) is not type(toolchain)}
    code = files_of(Path(__file__).parent).items()
    return recipe(*(str(path) for name, path in code if re.split(r"[_./]", name)[0] not in others))
