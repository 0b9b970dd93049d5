"""LLM_CONFIG: what is read from it, and what is said when it is wrong."""

import json

import pytest
from call_llm.config import LLMConfig, LLMConfigError, Price, Target, read

TARGET = {"model": "anthropic/claude-sonnet-4-5"}


def written(**config):
    return {"LLM_CONFIG": json.dumps({"targets": [TARGET], **config})}


def test_a_model_is_all_that_a_config_needs():
    assert read(written()) == LLMConfig(
        targets=(Target("anthropic/claude-sonnet-4-5"),),
        fallback_on=("rate_limited", "unavailable", "timeout"),
        timeout_seconds=120,
    )


def test_everything_that_is_written_is_read():
    target = {
        "model": "openai/my-model",
        "secret_arn": "arn:aws:secretsmanager:us-east-1:000000000000:secret:x",
        "api_base": "http://127.0.0.1:1/v1",
        "params": {"temperature": 0},
        "price": {"input": 0.5, "output": 2},
        "client": "native",
    }
    config = read(written(targets=[target, TARGET], fallback_on=["auth"], timeout_seconds=9.5))
    assert config == LLMConfig(
        targets=(
            Target(
                "openai/my-model",
                "arn:aws:secretsmanager:us-east-1:000000000000:secret:x",
                "http://127.0.0.1:1/v1",
                {"temperature": 0},
                Price(0.5, 2),
                "native",
            ),
            Target("anthropic/claude-sonnet-4-5"),
        ),
        fallback_on=("auth",),
        timeout_seconds=9.5,
    )


def test_a_missing_config_is_named():
    with pytest.raises(LLMConfigError, match="environment variable LLM_CONFIG is not set"):
        read({})


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"targets": []}, r"LLM_CONFIG\.targets is \[\]: a list of one target or more"),
        ({"targets": ["x"]}, r'LLM_CONFIG\.targets\[0\] is "x": an object is needed'),
        ({"targets": [{"model": "gpt-4o"}]}, r'targets\[0\]\.model is "gpt-4o": write provider/model'),
        ({"targets": [{}]}, r"targets\[0\]\.model is null: write provider/model"),
        ({"targets": [{**TARGET, "modle": 1}]}, r"targets\[0\] has modle: allowed are api_base, client, model, params"),
        ({"targets": [{**TARGET, "secret_arn": 1}]}, r"targets\[0\]\.secret_arn is 1: a string is needed"),
        (
            {"targets": [{"model": "cohere/command"}]},
            r'targets\[0\]\.model is "cohere/command": the providers are anthropic, openai, azure',
        ),
        (
            {"targets": [{**TARGET, "params": {"max_retries": 3}}]},
            r"params has max_retries: allowed are max_completion_tokens, max_tok",
        ),
        ({"targets": [{**TARGET, "params": {"extra_headers": {}}}]}, r"params has extra_headers: allowed are "),
        ({"targets": [{**TARGET, "params": [1]}]}, r"params is \[1\]: an object is needed"),
        (
            {"targets": [{**TARGET, "client": "fast"}]},
            r'targets\[0\]\.client is "fast": for this provider there is litellm, native',
        ),
        ({"targets": [{"model": "groq/x", "client": "native"}]}, r'client is "native": for this provider there is litellm$'),
        ({"targets": [{**TARGET, "price": {"input": 1}}]}, r"price\.output is null: a number of 0 or more is needed"),
        ({"targets": [{**TARGET, "price": {"input": -1, "output": 1}}]}, r"price\.input is -1: a number of 0 or more"),
        ({"fallback_on": ["sometimes"]}, r'fallback_on is \["sometimes"\]: allowed are rate_limited, unavailable, timeout'),
        ({"fallback_on": "timeout"}, r'fallback_on is "timeout": allowed are'),
        ({"timeout_seconds": 0}, r"timeout_seconds is 0: a number above 0 is needed"),
        ({"timeout_seconds": True}, r"timeout_seconds is true: a number above 0"),
        ({"timeout_seconds": float("nan")}, r"timeout_seconds is NaN: a number above 0"),
        ({"timeout_seconds": float("inf")}, r"timeout_seconds is Infinity: a number above 0"),
        ({"timeout": 3}, r"LLM_CONFIG has timeout: allowed are fallback_on, targets, timeout_seconds"),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_what_is_allowed(config, words):
    with pytest.raises(LLMConfigError, match=words):
        read(written(**config))


def test_text_that_is_no_json_is_said_to_be_none():
    with pytest.raises(LLMConfigError, match="LLM_CONFIG is not valid JSON"):
        read({"LLM_CONFIG": "{targets: []}"})
