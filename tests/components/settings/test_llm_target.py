"""One model at one provider: what each provider's target may say, and how a wrong one is refused."""

from typing import Any

import pytest

from components.settings.llm_target import LlmTarget
from components.settings.stack_settings import read
from tests.components.configuration import CLAUDE, SERVICE_ACCOUNT, assert_refused, one, raw

PROVIDERS = "anthropic, openai, azure, bedrock, gemini, vertex_ai, groq, mistral, deepseek, xai, ollama, hosted_vllm"

WRONG: list[tuple[dict[str, Any], str, str, str]] = [
    # configuration, what is wrong, what is allowed, the command
    (
        {"llm": one(temperature=1)},
        "llm.targets[0] has the unknown key 'temperature' (llm.targets[0].params.temperature?)",
        "model, client, secret, apiBase, params, price, callsTools",
        "pulumi config rm --path 'llm.targets[0].temperature' -s dev && "
        "pulumi config set --path 'llm.targets[0].params.temperature' 1 -s dev",
    ),
    (
        {"llm": {"targets": [CLAUDE, {"model": "claude"}]}},
        "llm.targets[1].model is 'claude'",
        f"provider/model, with a provider of {PROVIDERS}",
        "pulumi config set --path 'llm.targets[1].model' anthropic/claude-sonnet-4-5 -s dev",
    ),
    (
        {"llm": {"targets": ["claude"]}},
        "llm.targets[0] is 'claude'",
        "a list of objects of model, client, secret, apiBase, params, price, callsTools",
        "pulumi config rm --path 'llm.targets[0]' -s dev && "
        "pulumi config set --path 'llm.targets[0].model' anthropic/claude-sonnet-4-5 -s dev",
    ),
    (
        {"llm": {"targets": [CLAUDE]}, "secrets": {}},
        "llm.targets[0].secret names 'anthropic', which secrets does not have",
        "a name in secrets, where there is now: none",
        "pulumi config set --secret --path 'secrets.anthropic' -s dev",
    ),
    (
        {"llm": one(secret="openai")},
        "llm.targets[0].secret names 'openai', which secrets does not have",
        "a name in secrets, where there is now: anthropic",
        "pulumi config set --secret --path 'secrets.openai' -s dev",
    ),
    (
        {"llm": one(secret=["openai"])},
        "llm.targets[0].secret is no name, which secrets does not have",
        "a name in secrets, where there is now: anthropic",
        "pulumi config set --path 'llm.targets[0].secret' anthropic -s dev",
    ),
    (
        {"llm": one(secret=None)},
        "llm.targets[0] names no secret, and anthropic asks for an API key",
        "secret: a name in secrets, where there is now: anthropic",
        "pulumi config set --path 'llm.targets[0].secret' anthropic -s dev",
    ),
    (
        {"llm": one(model="groq/openai/gpt-oss-120b", secret=None), "secrets": {}},
        "llm.targets[0] names no secret, and groq asks for an API key",
        "secret: a name in secrets, where there is now: none",
        "pulumi config set --secret --path 'secrets.groq' -s dev && pulumi config set --path 'llm.targets[0].secret' groq -s dev",
    ),
    (
        {"llm": one(model="azure/my-gpt", secret=None, apiBase="https://mine.openai.azure.com")},
        "llm.targets[0] names no secret, and azure asks for an API key",
        "secret: a name in secrets, where there is now: anthropic",
        "pulumi config set --secret --path 'secrets.azure' -s dev && pulumi config set --path 'llm.targets[0].secret' azure -s dev",
    ),
    (
        {"llm": one(model="vertex_ai/gemini-2.5-pro", secret=None), "secrets": {}},
        "llm.targets[0] names no secret, and vertex_ai asks for a service account",
        "secret: a name in secrets, where there is now: none",
        "pulumi config set --secret --path 'secrets.vertex_ai' -s dev < service-account.json && ",
    ),
    (
        {"llm": one(model="bedrock/amazon.nova-pro-v1:0")},
        "llm.targets[0].secret is 'anthropic', and bedrock takes none",
        "no secret: IAM lets the caller's role in",
        "pulumi config rm --path 'llm.targets[0].secret' -s dev",
    ),
    (
        {"llm": one(model="azure/my-gpt")},
        "llm.targets[0].apiBase is not set, and azure has no URL of its own",
        "a URL",
        "pulumi config set --path 'llm.targets[0].apiBase' -s dev",
    ),
    (
        {"llm": one(model="antropic/claude-sonnet-4-5")},
        "llm.targets[0].model is 'antropic/claude-sonnet-4-5', and there is no provider 'antropic'",
        f"{PROVIDERS}; an OpenAI-compatible server of your own is hosted_vllm, with its apiBase",
        "pulumi config set --path 'llm.targets[0].model' anthropic/claude-sonnet-4-5 -s dev",
    ),
    (
        {"llm": one(model="cohere/command-r")},
        "llm.targets[0].model is 'cohere/command-r', and there is no provider 'cohere'",
        f"{PROVIDERS}; ",
        "pulumi config set --path 'llm.targets[0].model' anthropic/claude-sonnet-4-5 -s dev",
    ),
    (
        {"llm": one(model="bedrock/us-west-2/amazon.nova-pro-v1:0", secret=None)},
        "llm.targets[0].model is 'bedrock/us-west-2/amazon.nova-pro-v1:0'",
        "bedrock/<model id>, bedrock/<inference profile id> or bedrock/<ARN>; another region than the stack's is "
        "params.aws_region_name",
        "pulumi config set --path 'llm.targets[0].model' bedrock/us.amazon.nova-pro-v1:0 -s dev",
    ),
    (
        {"llm": one(model="bedrock/us.deepseek.r1-v1:0", secret=None)},
        "llm.targets[0].model is 'bedrock/us.deepseek.r1-v1:0', which can't call tools by LiteLLM's price map, "
        "and an agent is its tools",
        "a chat model that calls tools, like bedrock/us.amazon.nova-pro-v1:0; or callsTools: true, where the map is wrong",
        "pulumi config set --path 'llm.targets[0].model' bedrock/us.amazon.nova-pro-v1:0 -s dev",
    ),
    (
        {"llm": one(model="vertex_ai/claude-sonnet-4-5", apiBase="http://127.0.0.1:1", secret=None)},
        "llm.targets[0].model is 'vertex_ai/claude-sonnet-4-5'",
        "vertex_ai/gemini-…: the caller asks vertex_ai for those alone",
        "pulumi config set --path 'llm.targets[0].model' vertex_ai/gemini-2.5-flash -s dev",
    ),
    (
        {"llm": one(model="openai/gpt-5-pro", client="native")},
        "llm.targets[0].client is 'native', which openai/gpt-5-pro does not have",
        "litellm",
        "pulumi config set --path 'llm.targets[0].client' litellm -s dev",
    ),
    (
        {"llm": one(callsTools=False)},
        "llm.targets[0].callsTools is false",
        "true, where LiteLLM's price map is wrong about the model: agents answer through tools",
        "pulumi config rm --path 'llm.targets[0].callsTools' -s dev",
    ),
    (
        {"llm": one(model="groq/openai/gpt-oss-120b", client="native")},
        "llm.targets[0].client is 'native', which groq does not have",
        "litellm",
        "pulumi config set --path 'llm.targets[0].client' litellm -s dev",
    ),
    (
        {"llm": one(client="sdk")},
        "llm.targets[0].client is 'sdk', which anthropic does not have",
        "litellm, native",
        "pulumi config set --path 'llm.targets[0].client' litellm -s dev",
    ),
    (
        {"llm": one(apiBase="models.example")},
        "llm.targets[0].apiBase is 'models.example'",
        "a URL of http or https, with a path at most",
        "pulumi config set --path 'llm.targets[0].apiBase' -s dev",
    ),
    (
        {"llm": one(price={"input": 1})},
        "llm.targets[0].price.output is not set",
        "input and output, in US dollars a million tokens, 0 or more",
        "pulumi config set --path 'llm.targets[0].price.output' -s dev",
    ),
    (
        {"llm": one(price={"input": "free", "output": 1})},
        "llm.targets[0].price.input is 'free'",
        "input and output, in US dollars a million tokens, 0 or more",
        "pulumi config set --path 'llm.targets[0].price.input' -s dev",
    ),
]


@pytest.mark.parametrize(("config", "problem", "allowed", "command"), WRONG, ids=[problem for _, problem, _, _ in WRONG])
def test_a_wrong_value_is_named_with_what_is_allowed_and_the_command_that_sets_it_right(
    config: dict[str, Any], problem: str, allowed: str, command: str
) -> None:
    assert_refused(raw(config), problem, allowed, command)


# Of each provider one target as it is commonly written.
RIGHT = {
    "anthropic": {"model": "anthropic/claude-sonnet-4-5", "secret": "key", "params": {"thinking": {"type": "adaptive"}}},
    "openai": {"model": "openai/gpt-4.1", "secret": "key", "client": "native"},
    "openai elsewhere": {"model": "openai/scripted", "apiBase": "http://127.0.0.1:4568/openai/v1"},
    "azure": {
        "model": "azure/my-gpt",
        "secret": "key",
        "apiBase": "https://mine.openai.azure.com",
        "params": {"api_version": "2025-01-01-preview"},
    },
    "azure elsewhere": {"model": "azure/scripted", "apiBase": "http://127.0.0.1:4568/azure"},
    "bedrock": {"model": "bedrock/converse/us.amazon.nova-pro-v1:0", "params": {"aws_region_name": "us-west-2"}},
    "bedrock by ARN": {"model": "bedrock/arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/a1b2c3"},
    "gemini": {"model": "gemini/gemini-2.5-flash", "secret": "key", "params": {"safety_settings": [{"category": "x"}]}},
    "vertex_ai": {"model": "vertex_ai/gemini-2.5-pro", "secret": "google", "params": {"vertex_location": "global"}},
    "groq": {"model": "groq/openai/gpt-oss-120b", "secret": "key", "params": {"reasoning_effort": "low"}},
    "mistral": {"model": "mistral/mistral-large-latest", "secret": "key"},
    "deepseek": {"model": "deepseek/deepseek-chat", "secret": "key"},
    "xai": {"model": "xai/grok-4", "secret": "key"},
    "ollama": {"model": "ollama/qwen3", "apiBase": "http://127.0.0.1:11434", "params": {"num_ctx": 16384}},
    "hosted_vllm": {"model": "hosted_vllm/my-model", "apiBase": "https://models.example/v1", "params": {"top_k": 20}},
    "one newer than LiteLLM": {"model": "openai/gpt-99", "secret": "key"},
    "one that the price map is wrong about": {"model": "mistral/open-mistral-nemo", "secret": "key", "callsTools": True},
}


@pytest.mark.parametrize("name", RIGHT)
def test_every_provider_has_its_target(name: str) -> None:
    secrets = {"key": "sk-1", "google": SERVICE_ACCOUNT}
    target = read(raw({"llm": {"targets": [RIGHT[name]]}, "secrets": secrets}, secret=("secrets",))).llm.targets[0]
    assert target == LlmTarget(
        RIGHT[name]["model"],
        RIGHT[name].get("secret"),
        RIGHT[name].get("apiBase"),
        RIGHT[name].get("params", {}),
        None,
        RIGHT[name].get("client", "litellm"),
    )
