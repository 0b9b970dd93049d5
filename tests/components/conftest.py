"""What tests of components share."""

from pathlib import Path

import pytest

from components.packaging import package
from components.packaging.cache import Cache
from components.packaging.source import Source
from components.packaging.target import Runtime, Target
from tests.components.configuration import ROOT


class NothingInside:
    """A toolchain whose packages hold their function's name."""

    toolkit = ROOT / "lambda" / "toolkit" / "python"

    def runtime(self, target: Target) -> Runtime:
        return Runtime("python3.13", "handler.handler")

    def made_from(self, source: Source, target: Target) -> dict[str, str]:
        return {"name": source.name}

    def lay_out(self, source: Source, target: Target, cache: Cache, folder: Path) -> None:
        (folder / "name").write_text(source.name)


@pytest.fixture
def quick_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packages of all languages are quick to build, in a cache of the test's own."""
    for language in package.TOOLCHAINS:
        monkeypatch.setitem(package.TOOLCHAINS, language, NothingInside())
    monkeypatch.setattr(package, "CACHE", tmp_path / "cache")
