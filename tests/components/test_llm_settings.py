"""Which models a configuration may name, with what, and how a wrong one is refused."""

import importlib.util
import json
from typing import Any

import pytest

from components.llm_secrets import Secret
from components.llm_settings import ERROR_KINDS
from components.llm_target import LlmTarget
from components.raw_config import SettingsError
from components.settings import read
from tests.components.configuration import CLAUDE, ROOT, SECRET_ARN, assert_refused, raw

PROVIDERS = "anthropic, openai, azure, bedrock, gemini, vertex_ai, groq, mistral, deepseek, xai, ollama, hosted_vllm"
ANTHROPIC_PARAMS = (
    "max_completion_tokens, max_tokens, reasoning_effort, service_tier, speed, stop, temperature, thinking, top_k, top_p, user"
)
SERVICE_ACCOUNT = json.dumps(
    {
        "type": "service_account",
        "project_id": "mine",
        "private_key_id": "1",
        "private_key": "-----",
        "client_email": "a@b",
        "token_uri": "https://x",
    }
)


def one(**changes: Any) -> dict[str, Any]:
    """The `llm` with one target, Claude with these changes; None takes a key out."""
    target = {**CLAUDE, **changes}
    return {"targets": [{key: value for key, value in target.items() if value is not None}]}


WRONG: list[tuple[dict[str, Any], str, str, str]] = [
    # configuration, what is wrong, what is allowed, the command
    (
        {"llm": {}},
        "llm.targets names no model",
        "a list of one target or more",
        "pulumi config set --path 'llm.targets[0].model' anthropic/claude-sonnet-4-5 -s dev",
    ),
    (
        {"llm": "claude"},
        "llm is not an object",
        "an object of targets, fallbackOn, timeoutSeconds",
        "pulumi config set --path 'llm.targets[0].model' anthropic/claude-sonnet-4-5 -s dev",
    ),
    (
        {"llm": {"targets": [CLAUDE], "retries": 3}},
        "llm has the unknown key 'retries'",
        "targets, fallbackOn, timeoutSeconds",
        "pulumi config rm --path 'llm.retries' -s dev",
    ),
    (
        {"llm": one(temperature=1)},
        "llm.targets[0] has the unknown key 'temperature'",
        "model, engine, secret, apiBase, params, price, callsTools",
        "pulumi config rm --path 'llm.targets[0].temperature' -s dev",
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
        "an object of model, engine, secret, apiBase, params, price, callsTools",
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
        "pulumi config set --secret --path 'secrets.anthropic' -s dev",
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
        "pulumi config set --path 'llm.targets[0].secret' anthropic -s dev",
    ),
    (
        {"llm": one(model="vertex_ai/gemini-2.5-pro", secret=None), "secrets": {}},
        "llm.targets[0] names no secret, and vertex_ai asks for a service account",
        "secret: a name in secrets, where there is now: none",
        "pulumi config set --secret --path 'secrets.vertex_ai' < service-account.json -s dev && ",
    ),
    (
        {"llm": one(model="bedrock/amazon.nova-pro-v1:0")},
        "llm.targets[0].secret is 'anthropic', and bedrock takes none",
        "no secret: the caller's role is let in by IAM",
        "pulumi config rm --path 'llm.targets[0].secret' -s dev",
    ),
    (
        {"llm": one(model="azure/my-gpt")},
        "llm.targets[0].apiBase is not set, and azure has no URL of its own",
        "a URL",
        "pulumi config set --path 'llm.targets[0].apiBase' https://… -s dev",
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
        "a chat model that calls tools, like bedrock/us.amazon.nova-pro-v1:0",
        "pulumi config set --path 'llm.targets[0].model' bedrock/us.amazon.nova-pro-v1:0 -s dev (or, where the map is wrong: "
        "pulumi config set --path 'llm.targets[0].callsTools' true -s dev)",
    ),
    (
        {"llm": one(model="vertex_ai/claude-sonnet-4-5", apiBase="http://127.0.0.1:1", secret=None)},
        "llm.targets[0].model is 'vertex_ai/claude-sonnet-4-5'",
        "vertex_ai/gemini-…: the caller asks vertex_ai for those alone",
        "pulumi config set --path 'llm.targets[0].model' vertex_ai/gemini-2.5-flash -s dev",
    ),
    (
        {"llm": one(model="openai/gpt-5-pro", engine="native")},
        "llm.targets[0].engine is 'native', which openai/gpt-5-pro does not have",
        "litellm",
        "pulumi config set --path 'llm.targets[0].engine' litellm -s dev",
    ),
    (
        {"llm": one(callsTools=False)},
        "llm.targets[0].callsTools is False",
        "true, where LiteLLM's price map is wrong about the model: agents answer through tools",
        "pulumi config rm --path 'llm.targets[0].callsTools' -s dev",
    ),
    (
        {"llm": one(model="groq/openai/gpt-oss-120b", engine="native")},
        "llm.targets[0].engine is 'native', which groq does not have",
        "litellm",
        "pulumi config set --path 'llm.targets[0].engine' litellm -s dev",
    ),
    (
        {"llm": one(engine="sdk")},
        "llm.targets[0].engine is 'sdk', which anthropic does not have",
        "litellm, native",
        "pulumi config set --path 'llm.targets[0].engine' litellm -s dev",
    ),
    (
        {"llm": one(params={"max_token": 4096})},
        "llm.targets[0].params has 'max_token' (max_tokens?), which anthropic is not given",
        ANTHROPIC_PARAMS,
        "pulumi config rm --path 'llm.targets[0].params.max_token' -s dev && "
        "pulumi config set --path 'llm.targets[0].params.max_tokens' 4096 -s dev",
    ),
    (
        {"llm": one(params={"response_format": {}})},
        "llm.targets[0].params has 'response_format' (an answer's form is the agent's output schema), which anthropic is not given",
        ANTHROPIC_PARAMS,
        "pulumi config rm --path 'llm.targets[0].params.response_format' -s dev",
    ),
    (
        {"llm": one(params={"max_tokens": "lots"})},
        'llm.targets[0].params.max_tokens is "lots"',
        "a whole number of 1 or more",
        "pulumi config set --path 'llm.targets[0].params.max_tokens' 4096 -s dev",
    ),
    (
        {"llm": one(params={"max_tokens": 0})},
        "llm.targets[0].params.max_tokens is 0",
        "a whole number of 1 or more",
        "pulumi config set --path 'llm.targets[0].params.max_tokens' 4096 -s dev",
    ),
    (
        {"llm": one(params={"temperature": True})},
        "llm.targets[0].params.temperature is true",
        "a number",
        "pulumi config set --path 'llm.targets[0].params.temperature' 0.5 -s dev",
    ),
    (
        {"llm": one(params={"thinking": "enabled"})},
        'llm.targets[0].params.thinking is "enabled"',
        "an object",
        "pulumi config set --path 'llm.targets[0].params.thinking.<name>' … -s dev",
    ),
    (
        {"llm": {"targets": [{**CLAUDE, "params": {"stop": ["x" * 400]}}] * 9}},
        "llm is 5,164 bytes, as an environment variable of the caller",
        "4,096, which is AWS Lambda's limit: fewer targets, or shorter params",
        "pulumi config rm --path 'llm.targets[8]' -s dev",
    ),
    (
        {"llm": one(apiBase="models.example")},
        "llm.targets[0].apiBase is 'models.example'",
        "a URL of http or https, with a path at most",
        "pulumi config set --path 'llm.targets[0].apiBase' https://… -s dev",
    ),
    (
        {"llm": one(params="max_tokens")},
        "llm.targets[0].params is not an object",
        f"an object of {ANTHROPIC_PARAMS}",
        "pulumi config set --path 'llm.targets[0].params.max_tokens' 4096 -s dev",
    ),
    (
        {"llm": one(price={"input": 1})},
        "llm.targets[0].price.output is None",
        "input and output, in US dollars a million tokens, 0 or more",
        "pulumi config set --path 'llm.targets[0].price.output' 0 -s dev",
    ),
    (
        {"llm": one(price={"input": "free", "output": -1})},
        "llm.targets[0].price.input is 'free'",
        "input and output, in US dollars a million tokens, 0 or more",
        "pulumi config set --path 'llm.targets[0].price.input' 0 -s dev",
    ),
    (
        {"llm": {"targets": [CLAUDE], "timeoutSeconds": 841}},
        "llm.timeoutSeconds is 841",
        "1 to 840",
        "pulumi config set --path 'llm.timeoutSeconds' 120 -s dev",
    ),
    (
        {"llm": {"targets": [CLAUDE], "fallbackOn": ["always"]}},
        "llm.fallbackOn is ['always']",
        "a list of some of rate_limited, unavailable, timeout, context_exceeded, auth, bad_request, refused",
        "pulumi config rm --path 'llm.fallbackOn' -s dev",
    ),
    (
        {"secrets": {"anthropic": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:anthropic"}},
        "secrets.anthropic is the ARN 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:anthropic'",
        "the whole ARN of a Secrets Manager secret in the stack's region, arn:aws:secretsmanager:eu-west-1:<account>:secret:",
        "pulumi config set --plaintext --path 'secrets.anthropic'",
    ),
    (
        {"secrets": {"anthropic": SECRET_ARN.replace("eu-west-1", "us-east-1")}},
        "secrets.anthropic is the ARN 'arn:aws:secretsmanager:us-east-1:123456789012:secret:shared/anthropic-AbCdEf'",
        "the whole ARN of a Secrets Manager secret in the stack's region, arn:aws:secretsmanager:eu-west-1:<account>:secret:",
        "pulumi config set --plaintext --path 'secrets.anthropic'",
    ),
    (
        {"secrets": {"anthropic": "sk-not-encrypted"}},
        "secrets.anthropic stands in plain text in Pulumi.dev.yaml",
        "a secure string, or an ARN",
        "pulumi config set --secret --path 'secrets.anthropic' -s dev",
    ),
    (
        {"secrets": {"anthropic": 5}},
        "secrets.anthropic is empty or no text",
        "a secure string, or an ARN",
        "pulumi config set --secret --path 'secrets.anthropic' -s dev",
    ),
    (
        {"secrets": {"anthropic": SECRET_ARN, "my key": SECRET_ARN}},
        "secrets has the name 'my key'",
        "1 to 64 letters, digits, _ and -",
        "pulumi config rm --path 'secrets[\"my key\"]' -s dev",
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
    "openai": {"model": "openai/gpt-4.1", "secret": "key", "engine": "native"},
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
        RIGHT[name].get("engine", "litellm"),
    )


@pytest.mark.parametrize(
    "name",
    [
        *("api_key", "apikey", "anthropic_api_key", "aws_access_key_id", "aws_secret_access_key", "aws_session_token"),
        *("aws_bearer_token_bedrock", "azure_ad_token", "client_secret", "vertex_credentials", "organization", "token"),
        *("headers", "extra_headers", "default_headers", "extra_body", "base_url", "api_base", "aws_bedrock_runtime_endpoint"),
        *("aws_role_name", "aws_web_identity_token", "proxy", "client", "model", "messages", "timeout", "stream", "metadata"),
    ],
)
@pytest.mark.parametrize("provider", PROVIDERS.split(", "))
def test_no_credential_header_or_url_gets_in_as_a_parameter_under_any_name(provider: str, name: str) -> None:
    target = {"model": f"{provider}/gemini-model", "apiBase": "http://127.0.0.1:1", "params": {name: "sk-very-secret"}}
    with pytest.raises(SettingsError) as error:
        read(raw({"llm": {"targets": [target]}}))
    assert f"llm.targets[0].params has {name!r}" in str(error.value)
    assert "sk-very-secret" not in str(error.value)


def test_numbers_that_pulumi_config_set_leaves_as_text_are_numbers() -> None:
    params = {"temperature": "0.5", "max_tokens": "4096", "top_p": 1, "stop": "12"}
    assert read(raw({"llm": one(params=params)})).llm.targets[0].params == {
        "temperature": 0.5,
        "max_tokens": 4096,
        "top_p": 1,
        "stop": "12",
    }


def test_all_that_is_wrong_with_the_models_is_named_at_once() -> None:
    targets = [
        {"model": "anthropic/claude-sonnet-4-5", "params": {"max_token": 1, "temperature": "hot"}},
        {"model": "azure/mine", "secret": "none", "engine": "native", "temprature": 1},
        {"model": "open_ai/gpt-4.1", "price": {"input": -1}},
    ]
    with pytest.raises(SettingsError) as error:
        read(raw({"llm": {"targets": targets, "fallbackOn": "always", "timeoutSeconds": 0}, "secrets": {"a b": SECRET_ARN}}))
    problems = str(error.value).split("\n- ")[1:]
    assert [problem.split(". Allowed: ")[0] for problem in problems] == [
        "secrets has the name 'a b'",
        "llm.fallbackOn is 'always'",
        "llm.timeoutSeconds is 0",
        "llm.targets[0] names no secret, and anthropic asks for an API key",
        "llm.targets[0].params has 'max_token' (max_tokens?), which anthropic is not given",
        'llm.targets[0].params.temperature is "hot"',
        "llm.targets[1] has the unknown key 'temprature'",
        "llm.targets[1].apiBase is not set, and azure has no URL of its own",
        "llm.targets[1].secret names 'none', which secrets does not have",
        "llm.targets[1].engine is 'native', which azure does not have",
        "llm.targets[2].model is 'open_ai/gpt-4.1', and there is no provider 'open_ai'",
        "llm.targets[2].price.input is -1",
    ]


def test_a_target_is_not_wrong_because_its_secret_is() -> None:
    with pytest.raises(SettingsError) as error:
        read(raw({"secrets": {"anthropic": 5}}))
    assert len(str(error.value).split("\n- ")) == 2


def test_the_secret_of_vertex_ai_is_the_json_of_a_service_account() -> None:
    vertex = {"targets": [{"model": "vertex_ai/gemini-2.5-pro", "secret": "google"}]}
    found = read(raw({"llm": vertex, "secrets": {"google": SERVICE_ACCOUNT}}, secret=("secrets",))).secrets["google"]
    assert (found.arn, found.is_service_account) == (None, True)
    assert read(raw({"llm": vertex, "secrets": {"google": SECRET_ARN}})).secrets == {"google": Secret("google", SECRET_ARN, None)}
    for wrong in ("AIza-a-key-of-gemini", "{}", "[1]", '{"type": "authorized_user"}'):
        assert_refused(
            raw({"llm": vertex, "secrets": {"google": wrong}}, secret=("secrets",)),
            "secrets.google is not what Vertex AI takes",
            "the JSON of a service account's key, or an ARN of a secret that holds it",
            "pulumi config set --secret --path 'secrets.google' < service-account.json -s dev",
        )


def test_the_value_of_a_secret_is_in_no_error_and_in_no_description_of_settings() -> None:
    config = {"secrets": {"anthropic": "sk-very-secret"}}
    settings = read(raw(config, secret=("secrets",)))
    assert "sk-very-secret" not in repr(settings)
    assert "sk-very-secret" not in repr(raw(config))
    key = f"sk-very-secret-{'x' * 40}"
    for wrong in (
        {"secrets": "sk-very-secret"},
        {"secrets": {"anthropic": "sk-very-secret"}},
        {"llm": one(secret=key)},
        {"llm": one(apiBase="https://me:sk-very-secret@models.example")},
        {"llm": one(apiBase="https://models.example?key=sk-very-secret")},
        {"llm": one(params="sk-very-secret")},
    ):
        with pytest.raises(SettingsError) as error:
            read(raw(wrong))
        assert "sk-very-secret" not in str(error.value)


def test_the_kinds_of_error_are_those_that_the_caller_tells_apart() -> None:
    spec = importlib.util.spec_from_file_location("caller_errors", ROOT / "lambda" / "call-llm" / "call_llm" / "errors.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert tuple(module.KINDS) == ERROR_KINDS
