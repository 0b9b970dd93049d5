"""What another provider changes: read off real previews of a stack that is deployed with Anthropic's model and a key.

The state machines stay as they are, because they name the caller by its alias.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.end_to_end.conftest import Deployed

PROJECT = "step-functions-agents"
FUNCTION, POLICY = "call-llm-function", "call-llm-policy"
MOVED = {"call-llm-live": ["functionVersion"]}
"""The alias, which moves to the function's new version."""


class Stack:
    """The deployed stack, with other models in its configuration."""

    def __init__(self, deployed: Deployed, folder: Path) -> None:
        self._deployed = deployed
        self._folder = folder

    def configured(self, *targets: dict[str, Any], **secrets: str) -> tuple[str, ...]:
        """The options of `pulumi` for these models; each secret is set as a person would."""
        file = self._folder / "Pulumi.local.yaml"
        settings = yaml.safe_load((self._deployed.folder / "Pulumi.local.yaml").read_text())
        settings["config"] |= {f"{PROJECT}:llm": {"targets": list(targets)}}
        settings["config"].pop(f"{PROJECT}:secrets", None)
        file.write_text(yaml.safe_dump(settings))
        options = ("--stack", "local", "--config-file", str(file))
        for name, value in secrets.items():
            self._deployed.pulumi("config", "set", "--secret", "--path", f"{PROJECT}:secrets.{name}", value, *options)
        return options

    def preview(self, *targets: dict[str, Any], **secrets: str) -> list[dict[str, Any]]:
        done = self._deployed.pulumi("preview", "--json", "--show-secrets", *self.configured(*targets, **secrets))
        return [step for step in json.loads(done.stdout)["steps"] if step["op"] != "same"]


@pytest.fixture(scope="module")
def with_a_key(stack: Deployed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Deployed as Pulumi.dev.yaml says it of the models, but for the URL; what other tests know is deployed again at the end."""
    changed = Stack(stack, tmp_path_factory.mktemp("another-provider"))
    claude = {"model": "anthropic/claude-sonnet-4-5", "secret": "anthropic", "params": {"max_tokens": 8192}}
    stack.pulumi("up", "--yes", "--skip-preview", *changed.configured(claude, anthropic="sk-ant-1"))
    try:
        yield changed
    finally:
        stack.agent("pulumi", "up", "--yes", "--skip-preview")


def changes(steps: list[dict[str, Any]]) -> dict[str, Any]:
    """By the resource's name: what is done with it, and for one that is updated the properties that change."""
    return {
        step["urn"].rsplit("::", 1)[1]: sorted(step["detailedDiff"]) if step["op"] == "update" else step["op"] for step in steps
    }


def inputs(steps: list[dict[str, Any]], name: str, state: str = "newState") -> dict[str, Any]:
    [step] = [step for step in steps if step["urn"].endswith(f"::{name}")]
    return step[state]["inputs"]


def secret(name: str, op: str) -> dict[str, str]:
    return {f"secrets-{name}": op, f"secrets-{name}-value": op}


CONFIG = "environment.variables.LLM_CONFIG"


def test_a_model_at_bedrock_takes_the_key_away_and_gives_the_role_its_model(with_a_key: Stack) -> None:
    steps = with_a_key.preview({"model": "bedrock/us.amazon.nova-pro-v1:0"})
    assert changes(steps) == {FUNCTION: [CONFIG], **MOVED, POLICY: ["policy"], **secret("anthropic", "delete")}
    config = json.loads(inputs(steps, FUNCTION)["environment"]["variables"]["LLM_CONFIG"])
    assert config["targets"] == [{"model": "bedrock/us.amazon.nova-pro-v1:0", "params": {}}]
    before, after = (json.loads(inputs(steps, POLICY, state)["policy"])["Statement"] for state in ("oldState", "newState"))
    [taken] = [statement for statement in before if statement not in after]
    assert (taken["Sid"], taken["Action"]) == ("ReadSecrets", ["secretsmanager:GetSecretValue"])
    invoke = {"Effect": "Allow", "Action": ["bedrock:InvokeModel"]}
    # The account is that of the emulator, which the engine asks for.
    profile = "arn:aws:bedrock:us-east-1:000000000000:inference-profile/us.amazon.nova-pro-v1:0"
    assert [statement for statement in after if statement not in before] == [
        {"Sid": "InvokeProfile0", **invoke, "Resource": [profile]},
        {
            "Sid": "InvokeThroughProfile0",
            **invoke,
            "Resource": ["arn:aws:bedrock:*::foundation-model/amazon.nova-pro-v1:0"],
            "Condition": {"ArnEquals": {"bedrock:InferenceProfileArn": profile}},
        },
    ]


def test_a_provider_with_another_key_changes_the_key_and_who_may_read_it(with_a_key: Stack) -> None:
    steps = with_a_key.preview({"model": "openai/gpt-4.1", "secret": "openai"}, openai="sk-openai-1")
    # The new secret has no ARN yet, so that the whole policy and the whole environment are to be known later.
    assert changes(steps) == {
        FUNCTION: [CONFIG],
        **MOVED,
        POLICY: ["policy"],
        **secret("openai", "create"),
        **secret("anthropic", "delete"),
    }
    assert "sk-openai-1" not in json.dumps([step for step in steps if not step["urn"].endswith("-value")])


def test_another_model_of_the_same_provider_changes_the_configuration_alone(with_a_key: Stack) -> None:
    claude = {"model": "anthropic/claude-haiku-4-5", "secret": "anthropic", "params": {"temperature": 0}}
    steps = with_a_key.preview(claude, anthropic="sk-ant-1")
    assert changes(steps) == {FUNCTION: [CONFIG], **MOVED}
    [target] = json.loads(inputs(steps, FUNCTION)["environment"]["variables"]["LLM_CONFIG"])["targets"]
    assert (target["model"], target["params"]) == ("anthropic/claude-haiku-4-5", {"temperature": 0})


def test_a_new_key_changes_the_key_alone(with_a_key: Stack) -> None:
    claude = {"model": "anthropic/claude-sonnet-4-5", "secret": "anthropic", "params": {"max_tokens": 8192}}
    assert changes(with_a_key.preview(claude, anthropic="sk-ant-2")) == {"secrets-anthropic-value": "replace"}
