"""What proves to a provider who asks, and how a wrong secret is refused."""

from typing import Any

import pytest

from components.settings.raw_config import SettingsError
from components.settings.secrets import Secret
from components.settings.stack_settings import read
from tests.components.configuration import SECRET_ARN, SERVICE_ACCOUNT, assert_refused, one, raw

WRONG: list[tuple[dict[str, Any], str, str, str]] = [
    # configuration, what is wrong, what is allowed, the command
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
            "pulumi config set --secret --path 'secrets.google' -s dev < service-account.json",
        )


@pytest.mark.attack("secrets")
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
