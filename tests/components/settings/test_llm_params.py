"""The parameters of a target: no credential among them, and how a wrong one is refused."""

from typing import Any

import pytest

from components.llm_catalog.catalog import providers
from components.llm_catalog.ranges import RANGES
from components.settings.raw_config import SettingsError
from components.settings.stack_settings import read
from tests.components.configuration import assert_refused, one, raw

ANTHROPIC_PARAMS = (
    "max_completion_tokens, max_tokens, reasoning_effort, service_tier, speed, stop, temperature, thinking, top_k, top_p, user"
)

WRONG: list[tuple[dict[str, Any], str, str, str]] = [
    # configuration, what is wrong, what is allowed, the command
    (
        {"llm": one(params={"max_token": 4096})},
        "llm.targets[0].params has 'max_token' (max_tokens?), which a target of anthropic can't have",
        ANTHROPIC_PARAMS,
        "pulumi config rm --path 'llm.targets[0].params.max_token' -s dev && "
        "pulumi config set --path 'llm.targets[0].params.max_tokens' 4096 -s dev",
    ),
    (
        {"llm": one(params={"response_format": {}})},
        "llm.targets[0].params has 'response_format' (an answer's form is the agent's output schema), "
        "which a target of anthropic can't have",
        ANTHROPIC_PARAMS,
        "pulumi config rm --path 'llm.targets[0].params.response_format' -s dev",
    ),
    (
        {"llm": one(params={"max_tokens": "lots"})},
        "llm.targets[0].params.max_tokens is 'lots'",
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
        "llm.targets[0].params.thinking is 'enabled'",
        "an object",
        "pulumi config rm --path 'llm.targets[0].params.thinking' -s dev",
    ),
    (
        {"llm": one(params="max_tokens")},
        "llm.targets[0].params is not an object",
        f"an object of {ANTHROPIC_PARAMS}",
        "pulumi config rm --path 'llm.targets[0].params' -s dev",
    ),
]


@pytest.mark.parametrize(("config", "problem", "allowed", "command"), WRONG, ids=[problem for _, problem, _, _ in WRONG])
def test_a_wrong_value_is_named_with_what_is_allowed_and_the_command_that_sets_it_right(
    config: dict[str, Any], problem: str, allowed: str, command: str
) -> None:
    assert_refused(raw(config), problem, allowed, command)


@pytest.mark.parametrize(
    "name",
    [
        *("api_key", "apikey", "anthropic_api_key", "aws_access_key_id", "aws_secret_access_key", "aws_session_token"),
        *("aws_bearer_token_bedrock", "azure_ad_token", "client_secret", "vertex_credentials", "organization", "token"),
        *("headers", "extra_headers", "default_headers", "extra_body", "base_url", "api_base", "aws_bedrock_runtime_endpoint"),
        *("aws_role_name", "aws_web_identity_token", "proxy", "client", "model", "messages", "timeout", "stream", "metadata"),
    ],
)
@pytest.mark.parametrize("provider", providers())
def test_no_credential_header_or_url_gets_in_as_a_parameter_under_any_name(provider: str, name: str) -> None:
    target = {"model": f"{provider}/gemini-model", "apiBase": "http://127.0.0.1:1", "params": {name: "sk-very-secret"}}
    with pytest.raises(SettingsError) as error:
        read(raw({"llm": {"targets": [target]}}))
    assert f"llm.targets[0].params has {name!r}" in str(error.value)
    assert "sk-very-secret" not in str(error.value)


@pytest.mark.parametrize(
    ("provider", "param", "value", "right", "range_"),
    [
        ("anthropic", "temperature", 9, 1, "0 to 1 at anthropic"),
        ("openai", "temperature", 2.5, 2, "0 to 2 at openai"),
        ("openai", "frequency_penalty", -3, -2, "-2 to 2 at openai"),
        ("bedrock", "top_p", 1.5, 1, "0 to 1 at bedrock"),
        ("mistral", "temperature", 1.6, 1.5, "0 to 1.5 at mistral"),
        ("ollama", "temperature", -1, 0, "0 or more at ollama"),
        ("hosted_vllm", "min_p", 2, 1, "0 to 1 at hosted_vllm"),
    ],
)
def test_a_number_out_of_the_providers_range_is_refused_with_the_nearest_one(
    provider: str, param: str, value: float, right: float, range_: str
) -> None:
    target = {"model": providers()[provider].example, "apiBase": "http://127.0.0.1:1", "params": {param: value}}
    path = f"llm.targets[0].params.{param}"
    shell = f"-s dev -- {right}" if right < 0 else f"{right} -s dev"
    assert_refused(raw({"llm": {"targets": [target]}}), f"{path} is {value}", range_, f"pulumi config set --path '{path}' {shell}")


@pytest.mark.parametrize("provider", providers())
def test_the_ends_of_a_range_are_allowed_and_only_parameters_of_the_provider_have_one(provider: str) -> None:
    assert RANGES[provider].keys() <= set(providers()[provider].params)
    for ends in zip(*RANGES[provider].values(), strict=True):
        params = {name: end for name, end in zip(RANGES[provider], ends, strict=True) if end is not None}
        target = {"model": providers()[provider].example, "apiBase": "http://127.0.0.1:1", "params": params}
        assert read(raw({"llm": {"targets": [target]}})).llm.targets[0].params == params


def test_numbers_that_pulumi_config_set_leaves_as_text_are_numbers() -> None:
    params = {"temperature": "0.5", "max_tokens": "4096", "top_p": 1, "stop": "12"}
    assert read(raw({"llm": one(params=params)})).llm.targets[0].params == {
        "temperature": 0.5,
        "max_tokens": 4096,
        "top_p": 1,
        "stop": "12",
    }
