"""What tests of components share."""

import runpy
from pathlib import Path
from typing import Any

import pulumi
import pytest

from components.packaging import package
from components.packaging.cache import Cache
from components.packaging.source import Source
from components.packaging.target import Runtime, Target
from components.settings.raw_config import RawConfig
from tests.components.configuration import ROOT
from tests.components.deployment import Deployment, deploy


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


@pytest.fixture
def run(quick_builds: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run the project's program with a configuration."""

    def run_program(config: RawConfig) -> tuple[Deployment, dict[str, Any]]:
        def program() -> dict[str, Any]:
            pulumi.runtime.set_all_config(dict(config.values), list(config.secret_keys))
            outputs: dict[str, Any] = {}
            monkeypatch.setattr(pulumi, "export", outputs.__setitem__)
            runpy.run_path(str(ROOT / "__main__.py"))
            return outputs

        return deploy(program, config.stack)

    return run_program
