"""Gives each component the package of its function. A program that knows all of them beforehand has them built side by side."""

from collections.abc import Iterable
from pathlib import Path

from components.packaging import package
from components.packaging.cache import Cache
from components.packaging.package import Package
from components.packaging.source import Source
from components.packaging.target import Target

_ready: dict[tuple[Path, Target], Package] = {}


def build_together(sources: Iterable[Source], target: Target) -> None:
    """Build the packages of these sources at once, for the calls of `package_of` that follow. Raises BuildError."""
    sources = list(sources)
    built = package.build_all(sources, target, Cache(package.CACHE))
    _ready.update({(source.folder, target): built[source.name] for source in sources})


def package_of(source: Source, target: Target) -> Package:
    """Return the package of a source, and build it if it isn't built. Raises BuildError."""
    # Given out once: a program that runs again in the same process finds the changes of its folders.
    ready = _ready.pop((source.folder, target), None)
    return ready or package.build(source, target, Cache(package.CACHE))
