"""Compare each patch's digest with the LiteLLM that is installed: `python -m call_llm.litellm_patches.check`.

This reads the source files and doesn't import LiteLLM, so that a patch which is applied already makes no difference.
"""

import ast
import hashlib
import importlib.util
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from call_llm.litellm_patches import PATCHES
from call_llm.litellm_patches.patch import Patch

FOLDER = "lambda/call-llm/call_llm/litellm_patches"
TESTS = "tests/lambda/call-llm"


@dataclass(frozen=True)
class Code:
    """A function of LiteLLM as it is installed."""

    file: Path
    line: int
    text: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]


def problems(patches: Sequence[Patch] = PATCHES) -> list[str]:
    """Return a message for each patch whose code LiteLLM has changed or removed."""
    return [problem for patch in patches if (problem := _problem(patch))]


def find(function: str) -> Code | None:
    """Return the code of `module:function`, or None where there is none."""
    module, _, path = function.partition(":")
    file = _file(module)
    if not file:
        return None
    source = file.read_text(encoding="utf-8")
    node: ast.AST | None = ast.parse(source)
    for name in path.split("."):
        inner = node.body if isinstance(node, ast.Module | ast.ClassDef) else []
        node = next((each for each in inner if isinstance(each, ast.FunctionDef | ast.ClassDef) and each.name == name), None)
    if not isinstance(node, ast.FunctionDef):
        return None
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return Code(file, first, "".join(source.splitlines(keepends=True)[first - 1 : node.end_lineno]))


def _file(module: str) -> Path | None:
    package, *inner = module.split(".")
    spec = importlib.util.find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    file = Path(next(iter(folders or ()), ""), *inner).with_suffix(".py")
    return file if file.is_file() else None


def _problem(patch: Patch) -> str | None:
    code = find(patch.replaced)
    if code and code.digest == patch.digest:
        return None
    if code:
        happened = f"has changed {patch.replaced}, which a patch in {FOLDER} replaces."
        to_do = f"""Read {code.file}:{code.line}. Delete the patch if its reason is gone.
    Otherwise take over what the replacement needs, and write digest="{code.digest}" beside it."""
    else:
        happened = f"no longer has {patch.replaced}, which a patch in {FOLDER} replaces."
        to_do = "Find out where LiteLLM does this now. Delete the patch if its reason is gone. Otherwise move it there."
    return f"""LiteLLM {version("litellm")} {happened}
  Reason of the patch: {patch.reason}
  To do: {to_do}
  Its test: {TESTS}/{patch.test}"""


if __name__ == "__main__":
    found = problems()
    print("\n".join(found) or f"LiteLLM {version('litellm')} has the code that the {len(PATCHES)} patches were written against")
    sys.exit(1 if found else 0)
