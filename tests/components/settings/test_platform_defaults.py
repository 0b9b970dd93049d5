"""A platform takes its models and keys from the stack's configuration where its program gives none."""

import json
from collections.abc import Iterator
from typing import Any

import pulumi
import pytest

from components.agent_platform import AgentPlatform
from components.plain_args import ArgsError
from components.settings.platform_defaults import with_defaults
from tests.components.deployment import Deployment

HERE = [{"lambda": "http://127.0.0.1:4566"}]
MODEL = {"targets": [{"model": "openai/gpt-5", "apiBase": "http://127.0.0.1"}]}
OWN = {"targets": [{"model": "anthropic/claude-sonnet-4-5"}]}
ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rates-a1b2c3"


@pytest.fixture(autouse=True)
def no_configuration_stays() -> Iterator[None]:
    yield
    pulumi.runtime.set_all_config({})


def configured(project: str = "mine", **values: Any) -> None:
    pulumi.runtime.set_mocks(Deployment(), project=project, stack="dev")
    texts = {key.replace("__", ":"): value if isinstance(value, str) else json.dumps(value) for key, value in values.items()}
    pulumi.runtime.set_all_config({key if ":" in key else f"step-functions-agents:{key}": text for key, text in texts.items()})


def test_without_the_arg_the_settings_models_are_taken() -> None:
    configured(llm=MODEL)
    assert with_defaults({}) == with_defaults(None) == with_defaults({"llm": None}) == {"llm": MODEL}


def test_the_programs_own_models_win_in_aws_and_the_settings_on_the_laptop() -> None:
    configured(llm=MODEL)
    assert with_defaults({"llm": OWN}) == {"llm": OWN}
    configured(llm=MODEL, aws__endpoints=HERE)
    assert with_defaults({"llm": OWN}) == {"llm": MODEL}
    configured(aws__endpoints=HERE)
    assert with_defaults({"llm": OWN}) == {"llm": OWN}


def test_a_setting_that_is_no_json_reaches_the_check_of_the_args() -> None:
    configured(llm="gpt-5")
    with pytest.raises(ArgsError, match=r"llm is a text\. Allowed: an object of targets"):
        AgentPlatform("platform", {})


def test_without_arg_and_setting_the_platform_says_both_ways() -> None:
    configured()
    with pytest.raises(ArgsError, match=r"llm is missing\..* as an arg or as the stack's setting, like pulumi config set --path"):
        AgentPlatform("platform", {})


@pulumi.runtime.test
def test_keys_are_secret_outputs_and_arns_are_args_of_their_own() -> Any:
    configured(secrets={"anthropic": "sk-1", "rates": ARN})
    found = with_defaults({})
    assert found["secret_arns"] == {"rates": ARN}
    assert [*found["secrets"]] == ["anthropic"]
    key = found["secrets"]["anthropic"]

    async def checked() -> None:
        assert (await key.future(), await key.is_secret()) == ("sk-1", True)

    return pulumi.Output.from_input(checked())


@pytest.mark.parametrize("given", ["secrets", "secret_arns", "secretArns"])
def test_a_program_that_gives_secrets_gives_all(given: str) -> None:
    configured(secrets={"anthropic": "sk-1"})
    assert with_defaults({given: {"a": "b"}}) == {given: {"a": "b"}}


def test_the_program_of_this_repository_reads_them_itself() -> None:
    configured(project="step-functions-agents", llm=MODEL, secrets={"a": "b"}, aws__endpoints=HERE)
    assert with_defaults({"llm": OWN}) == {"llm": OWN}
