"""The catalog of providers is what the locked LiteLLM says."""

import json
import re
import subprocess
import sys

import pytest

from components.llm_catalog.catalog import FILE, kind, near, providers
from components.llm_catalog.parameters import KINDS, LEFT_OUT
from tests.components.configuration import ROOT


def test_it_is_made_from_the_litellm_that_the_caller_is_locked_to() -> None:
    lock = (ROOT / "lambda" / "call-llm" / "requirements.txt").read_text()
    [locked] = re.findall(r"^litellm==(\S+)", lock, re.MULTILINE)
    # In a process of its own: LiteLLM reads its settings from the environment when it is imported, and tests have others.
    make = "from components.llm_catalog import __main__ as made; print(made.text(made.catalog()), end='')"
    done = subprocess.run([sys.executable, "-c", make], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["litellm"] == locked
    assert done.stdout == FILE.read_text(), "python -m components.llm_catalog makes it anew"


def test_the_program_of_the_stack_does_not_import_litellm() -> None:
    look = "import sys, components.settings, components.llm_caller; print('litellm' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("False\n", "")


def test_the_providers_are_these() -> None:
    assert {name: (one.secret, one.api_base, one.clients) for name, one in providers().items()} == {
        "anthropic": ("required", "optional", ("litellm", "native")),
        "openai": ("required", "optional", ("litellm", "native")),
        "azure": ("required", "required", ("litellm",)),
        "bedrock": ("none", "optional", ("litellm",)),
        "gemini": ("required", "optional", ("litellm",)),
        "vertex_ai": ("required", "optional", ("litellm",)),
        "groq": ("required", "optional", ("litellm",)),
        "mistral": ("required", "optional", ("litellm",)),
        "deepseek": ("required", "optional", ("litellm",)),
        "xai": ("required", "optional", ("litellm",)),
        "ollama": ("optional", "required", ("litellm",)),
        "hosted_vllm": ("optional", "required", ("litellm",)),
    }


def test_the_caller_has_a_file_for_each_provider() -> None:
    files = {path.stem for path in (ROOT / "lambda" / "call-llm" / "call_llm" / "providers").glob("*.py")}
    assert set(providers()) - files == set()


def test_a_parameter_is_let_in_or_left_out_and_what_is_let_in_has_a_kind() -> None:
    assert KINDS.keys() & LEFT_OUT.keys() == set()
    assert {param: kind(param) for one in providers().values() for param in one.params} == KINDS


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("anthropic/claude-sonnet-4-5", True),
        ("anthropic/claude-of-tomorrow", True),
        ("openai/text-embedding-3-small", False),
        ("openai/gpt-5-chat", False),
        ("openai/gpt-4.1", True),
        ("openai/ft:gpt-4.1:my-company::abc123", True),
        # A deployment may have any name, this one too.
        ("azure/text-embedding-3-small", True),
        ("hosted_vllm/llama2", True),
        ("bedrock/us.amazon.nova-pro-v1:0", True),
        ("bedrock/converse/us.deepseek.r1-v1:0", False),
        ("bedrock/deepseek.r1-v1:0", False),
        ("bedrock/anthropic.claude-v2:1", False),
        ("bedrock/arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abc", True),
        ("bedrock/arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.deepseek.r1-v1:0", False),
        ("gemini/gemini-2.5-flash", True),
        ("gemini/gemini-2.5-flash-preview-tts", False),
        ("vertex_ai/gemini-2.5-pro", True),
        ("vertex_ai/gemini-2.5-pro-tts", False),
        ("groq/whisper-large-v3", False),
        ("deepseek/deepseek-reasoner", False),
        ("xai/grok-imagine-image", False),
        ("ollama/llama2:13b", False),
        ("ollama/qwen3:0.6b", True),
        ("ollama/mistral", True),
    ],
)
def test_a_model_calls_tools_unless_the_price_map_knows_better(model: str, expected: bool) -> None:
    assert providers()[model.partition("/")[0]].calls_tools(model) is expected


@pytest.mark.parametrize("name", providers())
def test_the_example_of_a_provider_calls_tools(name: str) -> None:
    assert providers()[name].example.startswith(f"{name}/")
    assert providers()[name].calls_tools(providers()[name].example)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(("max_token", "max_tokens"), ("maxTokens", "max_tokens"), ("temprature", "temperature"), ("top-p", "top_p")),
        *(("request_metadata", "requestMetadata"), ("reasoning", "reasoning_effort"), ("api_key", None), ("colour", None)),
    ],
)
def test_a_misspelt_parameter_is_recognized(written: str, meant: str | None) -> None:
    assert near(written, ("max_tokens", "temperature", "top_p", "requestMetadata", "reasoning_effort")) == meant
