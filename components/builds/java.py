"""Builds a Java function: its classes and its locked jars."""

from pathlib import Path

from components.builds.cache import Cache
from components.builds.errors import BuildError
from components.builds.source import Source
from components.builds.target import Runtime, Target


class JavaToolchain:
    """`toolkit` is the folder with the tool contract in this language."""

    def __init__(self, toolkit: Path):
        self.toolkit = toolkit

    def runtime(self, target: Target) -> Runtime:
        raise BuildError("this toolchain isn't written yet")

    def made_from(self, source: Source, target: Target) -> dict[str, str]:
        raise BuildError("this toolchain isn't written yet")

    def lay_out(self, source: Source, target: Target, cache: Cache, folder: Path) -> None:
        raise BuildError("this toolchain isn't written yet")
