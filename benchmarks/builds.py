"""How long the packages of all functions take to build: with nothing there, with downloads there, and with nothing to do."""

import os
import sys
import tempfile
import time
from pathlib import Path
from unittest import mock

from agents import AGENTS
from benchmarks.figure import Figure
from components.builds.cache import Cache
from components.builds.package import build_all
from components.builds.target import Target, host_architecture
from components.llm_caller import SOURCE
from components.tool_function import tool_folders


def measure() -> list[Figure]:
    sources = [SOURCE, *(folder.source for folder in tool_folders(AGENTS.values()).values())]
    target = Target("host", host_architecture())
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, {"UV_CACHE_DIR": f"{folder}/uv"}):
        cold = _seconds(sources, target, Path(folder) / "first")
        warm = _seconds(sources, target, Path(folder) / "second")
        cached = _seconds(sources, target, Path(folder) / "second")
        zipped = sum(
            package.path.stat().st_size for package in build_all(sources, target, Cache(Path(folder) / "second", _say)).values()
        )
    return [
        Figure("cold_seconds", round(cold, 1), "s", f"{len(sources)} packages for this machine, nothing downloaded, nothing built"),
        Figure("warm_seconds", round(warm, 1), "s", "the same with uv's downloads there"),
        Figure("cached_seconds", round(cached, 2), "s", "the same when nothing has changed"),
        Figure("cold_to_cached", round(cold / cached), "ratio", "what the cache saves"),
        Figure("zipped_mb", round(zipped / 1e6, 1), "MB", "all packages together"),
    ]


def _seconds(sources: list, target: Target, root: Path) -> float:
    started = time.perf_counter()
    build_all(sources, target, Cache(root, _say))
    return time.perf_counter() - started


def _say(text: str) -> None:
    print(f"   {text}", file=sys.stderr)
