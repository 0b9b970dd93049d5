"""The patches of LiteLLM: each replaces the code that it was written against, and each has a test of its effect."""

import ast
import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import call_llm
import pytest
from call_llm.litellm_patches import PATCHES, check
from call_llm.litellm_patches.patch import Patch, instead

HERE = Path(__file__).parent
PACKAGE = Path(call_llm.__file__).parent
# In a process of its own: in this one, other tests have applied the patches.
REPLACED = """
import importlib, json
from call_llm.clients import lean
import litellm
from call_llm.litellm_patches import PATCHES

def target_of(patch):
    module, _, path = patch.target.partition(":")
    found = importlib.import_module(module)
    for name in path.split("."):
        found = getattr(found, name)
    return found

def name_of(found):
    return f"{found.__module__}:{found.__qualname__}" if hasattr(found, "__qualname__") else None

before = [target_of(patch) for patch in PATCHES]
for patch in PATCHES:
    patch.apply()
print(json.dumps([[name_of(was), target_of(patch) is was] for was, patch in zip(before, PATCHES)]))
"""
TOKENIZER = """
import sys
from call_llm.clients import rehearsal
from call_llm.config import Target

for model in ("anthropic/claude-sonnet-4-5", "ollama/qwen3"):
    assert rehearsal.rehearse(Target(model, api_base="http://nobody.example")).content == [{"type": "text", "text": "One."}]
print("litellm.litellm_core_utils.default_encoding" in sys.modules)
"""
# LiteLLM's documented settings. https://docs.litellm.ai/docs/completion/input
SETTINGS = {"clients/litellm_sdk.py": ["litellm.suppress_debug_info", "litellm.client_session"]}


def process(code: str) -> str:
    settings = {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_MODE": "PRODUCTION", "PYTHONPATH": str(PACKAGE.parent)}
    done = subprocess.run([sys.executable, "-c", code], env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_litellm_has_not_changed_the_code_that_the_patches_replace():
    problems = check.problems()
    assert problems == [], "\n".join(problems)


def test_a_patch_takes_the_place_of_the_code_that_its_digest_is_of():
    for patch, (name, unchanged) in zip(PATCHES, json.loads(process(REPLACED)), strict=True):
        # A cache is no function: `code` names the one that fills it.
        assert name in (patch.replaced, None), patch.target
        assert not unchanged, patch.target


def test_code_that_changed_is_told_with_the_patch_its_reason_what_to_read_and_what_to_do():
    for patch in PATCHES:
        [told] = check.problems([dataclasses.replace(patch, digest="0" * 12)])
        code = check.find(patch.replaced)
        for words in (patch.replaced, patch.reason, f"{code.file}:{code.line}", f'digest="{patch.digest}"', patch.test):
            assert words in told


@pytest.mark.parametrize("gone", ["litellm.main:no_function", "litellm.no_module:completion", "litellm.main:completion.no_method"])
def test_code_that_is_gone_is_told(gone):
    [told] = check.problems([dataclasses.replace(PATCHES[0], code=gone)])
    assert f"no longer has {gone}, which a patch in lambda/call-llm/call_llm/litellm_patches replaces" in told
    assert PATCHES[0].test in told


def test_a_target_that_is_gone_is_an_error_and_no_new_attribute():
    patch = Patch("call_llm.errors:LLMError.no_such", instead(1), "a reason", "a test", "0" * 12)
    with pytest.raises(AttributeError, match="no_such"):
        patch.apply()


def test_the_code_begins_at_its_decorators(tmp_path, monkeypatch):
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "cart.py").write_text("class Cart:\n    @property\n    def sum(self):\n        return 1\n")
    (tmp_path / "shop" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    assert check.find("shop.cart:Cart.sum").text == "    @property\n    def sum(self):\n        return 1\n"


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.target)
def test_a_patch_names_a_test_that_exists(patch):
    file, _, name = patch.test.partition("::")
    assert f"\ndef {name}(" in (HERE / file).read_text()


def test_litellm_is_changed_nowhere_else():
    changed = {
        str(file.relative_to(PACKAGE)): found
        for file in PACKAGE.rglob("*.py")
        if file.parent.name != "litellm_patches" and (found := attributes_set(ast.parse(file.read_text())))
    }
    assert changed == SETTINGS


def attributes_set(module: ast.Module) -> list[str]:
    """Return the attributes of LiteLLM, or of something imported from it, that are assigned."""
    imports = [node for node in ast.walk(module) if isinstance(node, ast.Import | ast.ImportFrom)]
    of_litellm = {
        alias.asname or alias.name.partition(".")[0]
        for node in imports
        for alias in node.names
        if (node.module if isinstance(node, ast.ImportFrom) else alias.name or "").partition(".")[0] == "litellm"
    }
    targets = [target for node in ast.walk(module) if isinstance(node, ast.Assign) for target in node.targets]
    written = [ast.unparse(target) for target in targets if isinstance(target, ast.Attribute)]
    return [each for each in written if each.partition(".")[0] in of_litellm]


def test_a_call_loads_no_tokenizer():
    assert process(TOKENIZER) == "False\n"
