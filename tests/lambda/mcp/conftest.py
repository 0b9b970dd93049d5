"""The code of tools of MCP servers, run in this process, with servers of another process."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.mcp_servers import SECRET, serving

LAMBDA = Path(__file__).parents[3] / "lambda"

Call = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def servers() -> Iterator[str]:
    with serving() as url:
        yield url


@pytest.fixture(scope="module")
def mcp_tools() -> Iterator[SimpleNamespace]:
    """The modules. Afterwards `mcp` is again what other tests import by that name."""
    before = {name: module for name, module in sys.modules.items() if _is_ours(name)}
    for name in before:
        del sys.modules[name]
    sys.path.insert(0, str(LAMBDA / "mcp"))
    try:
        import importlib

        names = ("answer", "call", "connection", "offer", "pinned", "sdk")
        modules: dict[str, ModuleType] = {name: importlib.import_module(f"mcp_tools.{name}") for name in names}
        yield SimpleNamespace(**modules)
    finally:
        sys.path.remove(str(LAMBDA / "mcp"))
        for name in [name for name in sys.modules if _is_ours(name)]:
            del sys.modules[name]
        sys.modules.update(before)


def _is_ours(name: str) -> bool:
    return name.split(".")[0] in ("mcp", "mcp_tools")


@pytest.fixture
def call(servers: str, mcp_tools: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Calls a tool of a server. The tools are pinned as `pinned_at` offers them, and then called at `at`."""

    def call(
        tool: str, given: Any, at: str, pinned_at: str = "", seconds: float = 20, secret: str = "", run: Any = None, **pin: Any
    ) -> dict[str, Any]:
        offers = mcp_tools.offer.handler({"url": servers + (pinned_at or at), "headers": {}, "secret": "", "seconds": 20}, None)
        digest = next(offer["sha256"] for offer in offers["tools"] if offer["name"] == tool)
        declared = {
            "timeout_seconds": 30,
            "mcp": {"tools": {tool: {"name": tool, "sha256": digest, **pin}}},
            "tools": [{"name": tool, "input_schema": _open_schema(given)}],
        }
        if secret:
            declared["mcp"]["secret"] = {"name": "github", "header": "Authorization", "prefix": "Bearer "}
            monkeypatch.setattr(mcp_tools.call, "secret", lambda name: SimpleNamespace(name=name, value=secret))
        (tmp_path / "tools.json").write_text(json.dumps(declared))
        monkeypatch.setenv("SETTING_URL", servers + at)
        handler = mcp_tools.call.mcp_handler(tmp_path / "tools.json")
        context = SimpleNamespace(get_remaining_time_in_millis=lambda: int((seconds + 2) * 1000))
        began = time.monotonic()
        answer: dict[str, Any] = handler({"id": "toolu_1", "name": tool, "input": given, "run": run}, context)
        assert time.monotonic() - began < seconds + 4
        assert SECRET not in json.dumps(answer)
        return answer

    return call


def _open_schema(given: dict[str, Any]) -> dict[str, Any]:
    """Return a schema of the dialect for an input."""
    return {"type": "object", "properties": {name: _field(value) for name, value in given.items()}, "additionalProperties": False}


def _field(value: Any) -> dict[str, Any]:
    match value:
        case dict():
            return _open_schema(value)
        case list():
            return {"type": "array", "items": _field(value[0])}
        case str():
            return {"type": "string"}
    return {"type": "number"}
