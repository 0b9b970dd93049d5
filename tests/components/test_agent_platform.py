"""What the agents of a stack share."""

import json
from typing import Any

import pulumi
import pytest

from components.agent_platform import AgentPlatform
from components.plain_args import ArgsError
from components.settings.args_config import DEFAULTS
from components.settings.as_args import platform_args
from components.settings.stack_settings import read
from tests.components.configuration import PROJECT, SECRET_ARN, declared, raw
from tests.components.deployment import Deployment, deploy

pytestmark = pytest.mark.usefixtures("quick_builds")

CLAUDE = {"model": "anthropic/claude-sonnet-4-5", "secret": "anthropic"}
LLM = {"targets": [CLAUDE]}
KEY = "arn:aws:kms:eu-west-1:123456789012:key/0a1b"
BOUNDARY = "arn:aws:iam::123456789012:policy/teams/limit"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:on-call"


def later(value: Any) -> pulumi.Output[Any]:
    return pulumi.Output.from_input(value)


def args(**changes: Any) -> dict[str, Any]:
    given = {"llm": LLM, "secrets": {"anthropic": "sk-very-secret"}, "region": "eu-west-1", **changes}
    return {key: value for key, value in given.items() if value is not None}


def deployed(given: Any, name: str = "platform") -> tuple[Deployment, dict[str, Any]]:
    """And its outputs."""
    return deploy(lambda: AgentPlatform(name, given).outputs)


def test_it_is_a_bucket_the_secrets_and_the_caller() -> None:
    deployment, outputs = deployed(args())
    assert deployment.tree()["AgentPlatform/platform"] == ["DataBucket/data", "LlmCaller/call-llm", "SecretStore/secrets"]
    function = deployment.of("Function/call-llm-function")
    assert function["name"] == f"{PROJECT}-dev-call-llm"
    assert json.loads(function["environment"]["variables"]["LLM_CONFIG"])["targets"] == [
        {"model": "anthropic/claude-sonnet-4-5", "params": {}, "secret_arn": "arn:Secret/secrets-anthropic"}
    ]
    assert outputs == {
        "name_prefix": f"{PROJECT}-dev-",
        "fixed_names": False,
        "region": "eu-west-1",
        "account": "123456789012",
        "packaging": "aws",
        "architecture": "arm64",
        "snap_start": True,
        "delete_data_on_destroy": False,
        "log_retention_days": 30,
        "log_level": "INFO",
        "tracing": True,
        "role_path": "/",
        "reserved_concurrency": {},
        "tags": {"Project": PROJECT, "Stack": "dev"},
        "data_bucket": "data-bucket-0a1b2c3",
        "data_bucket_arn": "arn:Bucket/data-bucket",
        "llm_caller_arn": "arn:Alias/call-llm-live",
        "llm_caller_timeout_seconds": 150,
        "secret_arns": {"anthropic": "arn:Secret/secrets-anthropic"},
    }


@pytest.mark.attack("secrets")
def test_a_secret_stays_one_and_what_is_made_beside_it_is_none() -> None:
    secrets = pulumi.Output.secret({"anthropic": "sk-very-secret"})

    def program() -> Any:
        outputs = pulumi.Output.from_input(AgentPlatform("platform", args(secrets=secrets)).outputs)
        return pulumi.Output.from_input(outputs.is_secret())

    deployment, is_secret = deploy(program)
    version = deployment.inputs.pop("SecretVersion/secrets-anthropic-value")
    # Wrapped, so that Pulumi encrypts it in its state.
    assert version["secretString"]["value"] == "sk-very-secret"
    assert "sk-very-secret" not in repr(deployment.inputs)
    assert is_secret is False


def test_args_that_are_known_later_make_the_same_platform() -> None:
    given = args(
        sandbox={"tool_timeout_seconds": 60},
        secret_arns={"shared": SECRET_ARN},
        alarm_topic_arn=TOPIC,
        kms_key_arn=KEY,
        tags={"Team": "x"},
        log_retention_days=7,
    )
    now, outputs = deployed(given)
    then, outputs_then = deployed({key: later(value) for key, value in given.items()})
    assert outputs_then == outputs
    packages = {"BucketObjectv2/call-llm-package", "BucketObjectv2/sandbox-package"}
    assert {name: inputs for name, inputs in then.inputs.items() if name not in packages} == {
        name: inputs for name, inputs in now.inputs.items() if name not in packages
    }
    assert "MetricAlarm/call-llm-alarm-fell-over" in then.inputs


def test_args_are_taken_as_pulumis_engine_hands_them_over() -> None:
    """With other spellings of the keys, and numbers that are all floats."""
    target = {"model": "openai/mine", "apiBase": "http://127.0.0.1:1", "price": {"input": 0.5, "output": 2.0}, "callsTools": True}
    llm = {"targets": [target], "timeoutSeconds": 60.0, "fallbackOn": ["timeout"], "memoryMb": 512.0}
    sandbox = {"toolTimeoutSeconds": 60.0}
    deployment, outputs = deployed({"llm": llm, "region": "eu-west-1", "logRetentionDays": 7.0, "sandbox": sandbox})
    function = deployment.of("Function/call-llm-function")
    assert (function["timeout"], function["memorySize"]) == (90, 512)
    assert json.loads(function["environment"]["variables"]["LLM_CONFIG"]) == {
        "targets": [
            {"model": "openai/mine", "params": {}, "api_base": "http://127.0.0.1:1", "price": {"input": 0.5, "output": 2.0}}
        ],
        "fallback_on": ["timeout"],
        "timeout_seconds": 60,
    }
    assert outputs["log_retention_days"] == 7
    assert outputs["sandbox_every_version"] == "arn:Function/sandbox-function:*"


def test_the_parts_of_another_platform_carry_its_name() -> None:
    deployment, outputs = deployed(args(), name="eu")
    assert deployment.tree()["AgentPlatform/eu"] == ["DataBucket/eu-data", "LlmCaller/eu-call-llm", "SecretStore/eu-secrets"]
    assert deployment.of("Function/eu-call-llm-function")["name"] == f"{PROJECT}-dev-eu-call-llm"
    assert deployment.of("Secret/eu-secrets-anthropic")["name"] == f"/ai-agent/{PROJECT}/dev/eu-anthropic"
    assert outputs["name_prefix"] == f"{PROJECT}-dev-eu-"


def test_the_sandbox_is_in_its_closed_network_unless_it_is_open() -> None:
    closed, _ = deployed(args(sandbox={"tool_timeout_seconds": 60}))
    assert closed.of("Function/sandbox-function")["timeout"] == 40
    assert "vpcConfig" in closed.of("Function/sandbox-function")
    opened, _ = deployed(args(sandbox={"tool_timeout_seconds": 60, "network": "open"}))
    assert "vpcConfig" not in opened.of("Function/sandbox-function")


def test_the_settings_of_a_stack_reach_the_platform() -> None:
    rules = {
        "permissionsBoundaryArn": BOUNDARY,
        "rolePath": "/agents/",
        "kmsKeyArn": KEY,
        "reservedConcurrency": {"call-llm": 20, "yfinance": 0},
        "logLevel": "ERROR",
        "tracing": False,
        "namePrefix": "acme",
        "alarmTopicArn": TOPIC,
    }
    deployment, outputs = deploy(lambda: AgentPlatform("platform", platform_args(read(raw(rules)))).outputs)
    assert {key: outputs[key] for key in ("permissions_boundary_arn", "role_path", "kms_key_arn", "alarm_topic_arn")} == {
        "permissions_boundary_arn": BOUNDARY,
        "role_path": "/agents/",
        "kms_key_arn": KEY,
        "alarm_topic_arn": TOPIC,
    }
    assert (outputs["name_prefix"], outputs["fixed_names"], outputs["tracing"]) == ("acme-dev-", True, False)
    assert outputs["secret_arns"] == {"anthropic": SECRET_ARN}
    assert deployment.of("Role/call-llm-role")["name"] == "acme-dev-call-llm-role"
    assert deployment.of("Function/call-llm-function")["reservedConcurrentExecutions"] == 20


def test_the_default_of_an_arg_is_that_of_the_setting() -> None:
    in_pulumi_yaml = {key: schema["value"] for key, schema in declared().items()}
    camel = {name: name.split("_")[0] + "".join(word.title() for word in name.split("_")[1:]) for name in DEFAULTS}
    of_arns = {"permissions_boundary_arn": "permissionsBoundaryArn", "kms_key_arn": "kmsKeyArn", "alarm_topic_arn": "alarmTopicArn"}
    assert {name: in_pulumi_yaml[{**camel, **of_arns}[name]] for name in DEFAULTS} == DEFAULTS


def test_on_the_laptop_functions_are_built_for_this_machine() -> None:
    def program() -> Any:
        endpoints = json.dumps([{"lambda": "http://127.0.0.1:4566"}])
        pulumi.runtime.set_all_config({"aws:endpoints": endpoints, "aws:region": "us-east-1"})
        return AgentPlatform("platform", args(region=None)).outputs

    _, outputs = deploy(program)
    pulumi.runtime.set_all_config({})
    assert (outputs["packaging"], outputs["snap_start"], outputs["region"]) == ("host", False, "us-east-1")


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no models": (
        {"llm": None},
        "llm is missing. Allowed: the models",
    ),
    "no targets": ({"llm": {}}, "llm.targets is missing. Allowed: a list, each of it an object of model, secret, api_base"),
    "an empty list": ({"llm": {"targets": []}}, "llm.targets names no model. Allowed: a list of objects of model"),
    "a model": ({"llm": {"targets": [{"model": "claude"}]}}, "llm.targets[0].model is 'claude'. Allowed: provider/model"),
    "a parameter": (
        {"llm": {"targets": [{**CLAUDE, "params": {"max_tokens": "many"}}]}},
        "llm.targets[0].params.max_tokens is 'many'. Allowed: a whole number",
    ),
    "no key": (
        {"secrets": None},
        "llm.targets[0].secret names 'anthropic', which secrets does not have. Allowed: a name",
    ),
    "seconds": ({"llm": {**LLM, "timeout_seconds": 1000}}, "llm.timeout_seconds is 1000. Allowed: 1 to 840"),
    "an ARN among the keys": ({"secrets": {"anthropic": SECRET_ARN}}, "secrets.anthropic is an ARN. Allowed: the key itself"),
    "a key among the ARNs": (
        {"secrets": None, "secret_arns": {"anthropic": "sk-1"}},
        "secret_arns.anthropic is no such ARN. Allowed: the whole ARN of a secret",
    ),
    "a secret twice": ({"secret_arns": {"anthropic": SECRET_ARN}}, "anthropic stands in secrets and in secret_arns"),
    "a region": ({"region": "mars-1"}, "region is 'mars-1'. Allowed: "),
    "retention": ({"log_retention_days": 8}, "log_retention_days is '8'. Allowed: 1, 3, 5, 7"),
    "a log level": ({"log_level": "LOUD"}, "log_level is 'LOUD'. Allowed: INFO, DEBUG, WARN, ERROR"),
    "a topic": ({"alarm_topic_arn": "arn:x"}, "alarm_topic_arn is 'arn:x'. Allowed: the ARN of an SNS topic"),
    "a boundary": ({"permissions_boundary_arn": "limit"}, "permissions_boundary_arn is 'limit'. Allowed: the ARN of an IAM policy"),
    "a flag": ({"tracing": "yes"}, "tracing is a text. Allowed: true or false"),
    "a tag": ({"tags": {"Team": 7}}, "tags.Team is a number. Allowed: a text"),
    "the sandbox": ({"sandbox": {"tool_timeout_seconds": 5}}, "sandbox.tool_timeout_seconds is 5. Allowed: 30 to 890"),
    "its network": (
        {"sandbox": {"tool_timeout_seconds": 60, "network": "half"}},
        "sandbox.network is 'half'. Allowed: closed, open",
    ),
    "packaging": ({"packaging": "zip"}, "packaging is 'zip'. Allowed: aws, host"),
    "an unknown arg": ({"topic": "x"}, "there is no topic. Allowed: llm, secrets, secret_arns"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_args_are_named_with_what_is_allowed_before_anything_is_made(name: str) -> None:
    changes, problem = WRONG[name]
    with pytest.raises(ArgsError) as error:
        deployed(args(**changes))
    assert str(error.value).startswith("AgentPlatform 'platform' is given wrong args:\n- ")
    assert problem in str(error.value)
    assert "sk-" not in str(error.value)


def test_args_that_are_no_object_are_refused() -> None:
    with pytest.raises(ArgsError, match=r"the value is a text\. Allowed: an object of llm, secrets"):
        deployed("anthropic/claude-sonnet-4-5")


def test_wrong_models_that_are_known_later_are_named_then() -> None:
    with pytest.raises(Exception, match=r"llm\.targets\[0\]\.model is 'claude'\. Allowed: provider/model"):
        deployed(args(llm=later({"targets": [{"model": "claude"}]})))
