"""What the package leaves out is nothing that a call opens."""

import fnmatch
import importlib.util
import sys
import tomllib
from pathlib import Path

CALLER = Path(__file__).parents[3] / "lambda" / "call-llm"


def test_no_module_that_a_call_has_imported_is_left_out(anthropic, openai, configure, call):
    anthropic.will(anthropic.wire.overloaded())
    openai.will(openai.wire.calls(("id_1", "query", {"sql": "SELECT 1"})))
    configure(anthropic, openai)
    assert call()["metadata"]["cost_usd"] > 0
    packages = Path(importlib.util.find_spec("litellm").origin).parents[1]
    imported = {module.__file__ for module in list(sys.modules.values()) if getattr(module, "__file__", None)}
    files = [Path(file).relative_to(packages).as_posix() for file in imported if Path(file).is_relative_to(packages)]
    globs = tomllib.loads((CALLER / "build.toml").read_text())["exclude"]
    assert "litellm/main.py" in files
    assert [file for file in files if any(fnmatch.fnmatchcase(file, glob) for glob in globs)] == []
