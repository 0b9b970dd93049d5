"""The LLM caller, its configuration and its secrets."""

import json
from dataclasses import replace
from pathlib import Path

import pulumi
import pytest

from components.house_rules import HouseRules
from components.llm_caller import LlmCaller, LlmCallerArgs, timeout_seconds
from components.secret_store import SecretStore, SecretStoreArgs
from components.settings.llm_settings import Llm
from components.settings.llm_target import LlmTarget, Price
from tests.components.configuration import SECRET_ARN
from tests.components.deployment import TRACING, Deployment, comparable, deploy, package

CLAUDE = LlmTarget("anthropic/claude-sonnet-4-5", "anthropic", params={"max_tokens": 8192})
LOCAL = LlmTarget("openai/mine", api_base="http://127.0.0.1:1", price=Price(0.5, 1.5))
SHARED = LlmTarget("openai/gpt-5", "shared", client="native")
NOVA = LlmTarget("bedrock/amazon.nova-pro-v1:0")
PROFILE = LlmTarget("bedrock/eu.amazon.nova-pro-v1:0")
TAGS = {"Project": "agents"}
RULES = HouseRules("eu-west-1", "123456789012", tags=TAGS)

CONVERSATIONS = {
    "Sid": "Conversations",
    "Effect": "Allow",
    "Action": ["s3:PutObject", "s3:GetObject"],
    "Resource": ["arn:the-bucket/conversations/*"],
}


def deployed(folder: Path, *targets: LlmTarget, rules: HouseRules = RULES) -> Deployment:
    def program() -> None:
        kept = {"anthropic": pulumi.Output.secret("sk-very-secret")}
        secrets = SecretStore("secrets", SecretStoreArgs(kept, {"shared": SECRET_ARN}, "/ai-agent/agents/dev/"))
        llm = Llm(targets, ("timeout",), 120, 320)
        LlmCaller(
            "call-llm",
            LlmCallerArgs(
                llm=llm,
                secret_arns=secrets.arns,
                snap_start=True,
                package=package(folder, "call-llm"),
                bucket="the-bucket",
                bucket_arn="arn:the-bucket",
                physical_name="agents-dev-call-llm",
                rules=rules,
            ),
        )

    return deploy(program)[0]


def config_of(deployment: Deployment) -> dict[str, object]:
    return json.loads(deployment.of("Function/call-llm-function")["environment"]["variables"]["LLM_CONFIG"])


def test_it_is_a_function_and_an_alias(tmp_path: Path) -> None:
    deployment = deployed(tmp_path, CLAUDE, LOCAL, SHARED)
    assert deployment.tree()["LlmCaller/call-llm"] == ["Alias/call-llm-live", "Function/call-llm"]


def test_it_is_called_by_an_alias_that_follows_its_versions(tmp_path: Path) -> None:
    assert deployed(tmp_path, CLAUDE).of("Alias/call-llm-live") == {
        "name": "live",
        "description": "The version that is called",
        "functionName": "agents-dev-call-llm",
        "functionVersion": "7",
    }


def test_it_has_the_memory_of_the_setting(tmp_path: Path) -> None:
    assert deployed(tmp_path, CLAUDE).of("Function/call-llm-function")["memorySize"] == 320


def test_it_is_there_when_its_secret_has_a_value(tmp_path: Path) -> None:
    waits_for = deployed(tmp_path, CLAUDE).waits_for["Function/call-llm-function"]
    assert "SecretVersion/secrets-anthropic-value" in waits_for


def test_its_configuration_names_secrets_by_their_arns(tmp_path: Path) -> None:
    deployment = deployed(tmp_path, CLAUDE, LOCAL, SHARED)
    assert config_of(deployment) == {
        "targets": [
            {
                "model": "anthropic/claude-sonnet-4-5",
                "params": {"max_tokens": 8192},
                "secret_arn": "arn:Secret/secrets-anthropic",
            },
            {"model": "openai/mine", "params": {}, "api_base": "http://127.0.0.1:1", "price": {"input": 0.5, "output": 1.5}},
            {"model": "openai/gpt-5", "params": {}, "secret_arn": SECRET_ARN, "client": "native"},
        ],
        "fallback_on": ["timeout"],
        "timeout_seconds": 120,
    }


def test_it_may_read_exactly_the_secrets_of_its_targets(tmp_path: Path) -> None:
    logs, *others = deployed(tmp_path, CLAUDE, LOCAL, SHARED).statements("RolePolicy/call-llm-policy")
    assert logs["Resource"] == ["arn:LogGroup/call-llm-logs:*"]
    read_secrets = {
        "Sid": "ReadSecrets",
        "Effect": "Allow",
        "Action": ["secretsmanager:GetSecretValue"],
        "Resource": ["arn:Secret/secrets-anthropic", SECRET_ARN],
    }
    assert others == [TRACING, read_secrets, CONVERSATIONS]


def test_it_may_call_exactly_the_models_of_its_targets_at_bedrock(tmp_path: Path) -> None:
    _, *others = deployed(tmp_path, NOVA, LOCAL).statements("RolePolicy/call-llm-policy")
    invoke = {
        "Sid": "InvokeModels",
        "Effect": "Allow",
        "Action": ["bedrock:InvokeModel"],
        "Resource": ["arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-pro-v1:0"],
    }
    assert others == [TRACING, invoke, CONVERSATIONS]


def test_a_profile_is_that_of_the_stacks_account(tmp_path: Path) -> None:
    deployment = deployed(tmp_path, PROFILE)
    _, _, profile, through_it, _ = deployment.statements("RolePolicy/call-llm-policy")
    assert profile["Resource"] == ["arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.amazon.nova-pro-v1:0"]
    assert through_it["Resource"] == ["arn:aws:bedrock:*::foundation-model/amazon.nova-pro-v1:0"]


def test_without_secrets_it_may_read_none(tmp_path: Path) -> None:
    _, *others = deployed(tmp_path, LOCAL).statements("RolePolicy/call-llm-policy")
    assert others == [TRACING, CONVERSATIONS]


def test_another_provider_changes_its_configuration_and_its_permissions_alone(tmp_path: Path) -> None:
    one, other = (deployed(tmp_path, target).inputs for target in (CLAUDE, NOVA))
    assert one.keys() == other.keys()
    before, after = ({name: comparable(inputs) for name, inputs in found.items()} for found in (one, other))
    changed = {name: {key for key in after[name] if before[name][key] != after[name][key]} for name in after}
    assert {name: keys for name, keys in changed.items() if keys} == {
        "Function/call-llm-function": {"environment"},
        "RolePolicy/call-llm-policy": {"policy"},
    }


@pytest.mark.parametrize(("seconds", "targets", "expected"), [(120, 1, 150), (120, 3, 390), (840, 1, 870), (840, 2, 900)])
def test_its_timeout_has_room_for_every_target(seconds: int, targets: int, expected: int) -> None:
    assert timeout_seconds(Llm((LOCAL,) * targets, (), seconds)) == expected


def test_it_uses_the_accounts_key_for_conversations_and_secrets_alone(tmp_path: Path) -> None:
    key = "arn:aws:kms:eu-west-1:123456789012:key/0a1b"
    statements = deployed(tmp_path, CLAUDE, rules=replace(RULES, kms_key_arn=key)).statements("RolePolicy/call-llm-policy")
    [use] = [statement for statement in statements if statement["Sid"] == "UseKey"]
    assert use == {
        "Sid": "UseKey",
        "Effect": "Allow",
        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
        "Resource": [key],
        "Condition": {"StringEquals": {"kms:ViaService": ["s3.eu-west-1.amazonaws.com", "secretsmanager.eu-west-1.amazonaws.com"]}},
    }


def test_a_topic_is_told_when_another_model_than_the_first_has_answered(tmp_path: Path) -> None:
    topic = "arn:aws:sns:eu-west-1:123456789012:on-call"
    deployment = deployed(tmp_path, CLAUDE, rules=HouseRules(alarm_topic_arn=topic))
    assert deployment.of("LogMetricFilter/call-llm-fell-over") == {
        "name": "agents-dev-call-llm-fell-over",
        "logGroupName": "/aws/lambda/agents-dev-call-llm",
        "pattern": '{ $.event = "llm_call" && $.fell_over IS TRUE }',
        "metricTransformation": {"namespace": "StepFunctionsAgents", "name": "agents-dev-call-llm-fell-over", "value": "1"},
    }
    alarm = deployment.of("MetricAlarm/call-llm-alarm-fell-over")
    assert (alarm["namespace"], alarm["metricName"], alarm["alarmActions"]) == (
        "StepFunctionsAgents",
        "agents-dev-call-llm-fell-over",
        [topic],
    )
