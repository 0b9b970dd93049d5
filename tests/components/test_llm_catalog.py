"""The catalog of providers is what the locked LiteLLM says."""

import json
import re
import subprocess
import sys

import pytest

from components.llm_catalog.catalog import FILE, MODELS_FILE, kind, meant_model, near, providers
from components.llm_catalog.parameters import KINDS, LEFT_OUT
from tests.components.configuration import ROOT


def test_it_is_made_from_the_litellm_that_the_caller_is_locked_to() -> None:
    lock = (ROOT / "lambda" / "call-llm" / "requirements.txt").read_text()
    [locked] = re.findall(r"^litellm==(\S+)", lock, re.MULTILINE)
    # In a process of its own: LiteLLM reads its settings from the environment when it is imported, and tests have others.
    make = (
        "from components.llm_catalog import __main__ as made; "
        "print(made.text(made.catalog()), end='\\0'); print(made.models_text(made.models()), end='')"
    )
    done = subprocess.run([sys.executable, "-c", make], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    catalog, _, models = done.stdout.partition("\0")
    assert json.loads(catalog)["litellm"] == locked
    assert catalog == FILE.read_text(), "python -m components.llm_catalog makes it anew"
    assert models == MODELS_FILE.read_text(), "python -m components.llm_catalog makes it anew"


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


@pytest.mark.parametrize(
    ("model", "known", "near_ones", "most_tokens"),
    [
        ("anthropic/claude-sonnet-4-5", True, None, 64_000),
        ("openai/gpt-4.1", True, None, 32_768),
        ("bedrock/us.amazon.nova-pro-v1:0", True, None, 10_000),
        ("bedrock/eu.anthropic.claude-sonnet-4-5-20250929-v1:0", True, None, 64_000),
        ("groq/openai/gpt-oss-120b", True, None, 65_536),
        ("openai/gpt-4.1-minni", False, "openai/gpt-4.1-mini", None),
        ("bedrock/us.amazon.nova-pr0-v1:0", False, "bedrock/us.amazon.nova-pro-v1:0", None),
        # Somebody's own: a fine-tuned model, an ARN, a deployment, a pulled model.
        ("openai/ft:gpt-4.1:my-company::abc123", True, None, None),
        ("bedrock/arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abc", True, None, None),
        ("azure/mine", True, None, None),
        ("ollama/mine", True, None, None),
        ("hosted_vllm/mine", True, None, None),
    ],
)
def test_a_model_is_known_or_has_others_near_it(model: str, known: bool, near_ones: str | None, most_tokens: int | None) -> None:
    provider = providers()[model.partition("/")[0]]
    assert provider.knows(model) is known
    assert known or provider.near_models(model)[0] == near_ones
    assert provider.most_tokens(model) == most_tokens


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("gpt-4.1", "openai/gpt-4.1"),
        ("claude-sonnet-4-5", "anthropic/claude-sonnet-4-5"),
        ("claude-sonet-4-5", "anthropic/claude-sonnet-4-5"),
        ("nothing-of-the-kind", None),
    ],
)
def test_the_provider_of_a_model_without_one_is_found(text: str, meant: str | None) -> None:
    assert meant_model(text) == meant
