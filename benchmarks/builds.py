"""How long the packages of all functions take to build: with nothing there, with downloads there, and with nothing to do."""

import os
import sys
import tempfile
import time
from pathlib import Path
from unittest import mock

from agents import AGENTS
from benchmarks.figure import Figure
from components.llm_caller import SOURCE
from components.packaging.cache import Cache
from components.packaging.package import Package, build_all
from components.packaging.source import Source
from components.packaging.target import Target, host_architecture
from components.tool_folder import tool_folders


def measure() -> list[Figure]:
    sources = [SOURCE, *(folder.source for folder in tool_folders(AGENTS.values()).values())]
    target = Target("host", host_architecture())
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, {"UV_CACHE_DIR": f"{folder}/uv"}):
        cold, _ = _timed(sources, target, Path(folder) / "first")
        warm, _ = _timed(sources, target, Path(folder) / "second")
        cached, packages = _timed(sources, target, Path(folder) / "second")
        zipped = sum(package.path.stat().st_size for package in packages.values())
    what = f"{len(sources)} packages, none built, nothing of Python's downloaded; compilers' own caches as they are"
    return [
        Figure("cold_seconds", round(cold, 1), "s", what),
        Figure("warm_seconds", round(warm, 1), "s", "the same with uv's downloads there"),
        Figure("cached_seconds", round(cached, 2), "s", "the same when nothing has changed"),
        Figure("cold_to_cached", round(cold / cached), "ratio", "what the cache saves"),
        Figure("zipped_mb", round(zipped / 1e6, 1), "MB", "all packages together"),
    ]


def _timed(sources: list[Source], target: Target, root: Path) -> tuple[float, dict[str, Package]]:
    """Seconds, and what was built."""
    started = time.perf_counter()
    packages = build_all(sources, target, Cache(root, _say))
    return time.perf_counter() - started, packages


def _say(text: str) -> None:
    print(f"   {text}", file=sys.stderr)
