"""What a configuration becomes, and how a wrong one is refused."""

import importlib.util
from dataclasses import replace
from typing import Any

import pytest

from agents import AGENTS
from components.builds.target import Target, host_architecture
from components.llm_settings import ERROR_KINDS, Llm, LlmTarget, Price, Secret
from components.raw_config import SettingsError
from components.settings import KEYS, read
from tests.components.configuration import PROJECT, ROOT, SECRET_ARN, declared, of_stack, raw

CLAUDE = {"model": "anthropic/claude-sonnet-4-5"}


def test_pulumi_yaml_declares_the_keys_that_settings_read_each_with_a_type_a_default_and_a_description() -> None:
    schema = declared()
    assert tuple(schema) == KEYS
    assert {key: sorted(entry.keys() - {"items"}) for key, entry in schema.items()} == {
        key: ["default", "description", "type"] for key in KEYS
    }


def test_the_defaults_need_only_a_model_and_a_region() -> None:
    settings = read(raw())
    assert (settings.project, settings.stack, settings.region, settings.endpoints) == (PROJECT, "dev", "eu-west-1", {})
    assert settings.llm == Llm(
        (LlmTarget("anthropic/claude-sonnet-4-5", None, None, {}, None),), ("rate_limited", "unavailable", "timeout"), 120
    )
    assert settings.secrets == {}
    assert settings.agents == (AGENTS["sql"],)
    assert settings.target == Target("aws", "arm64")
    assert (settings.log_retention_days, settings.run_retention_days) == (30, 30)
    assert (settings.delete_data_on_destroy, settings.alarm_topic_arn) == (False, None)
    assert settings.tags == {"Project": PROJECT, "Stack": "dev"}


def test_everything_can_be_set() -> None:
    target = {
        "model": "hosted_vllm/mine",
        "secret": "vllm",
        "apiBase": "https://models.example/v1",
        "params": {"max_tokens": 100},
        "price": {"input": "0.5", "output": 2},
    }
    settings = read(
        raw(
            {
                "llm": {"targets": [target, CLAUDE], "fallbackOn": ["refused"], "timeoutSeconds": 840},
                "secrets": {"vllm": SECRET_ARN},
                "architecture": "x86_64",
                "logRetentionDays": 3653,
                "runRetentionDays": 1,
                "deleteDataOnDestroy": True,
                "alarmTopicArn": "arn:aws:sns:eu-west-1:123456789012:on-call",
                "tags": {"CostCenter": 12, "Temporary": True, "Stack": "mine", "Straße": "東 京"},
            },
            endpoints=[{"s3": "http://127.0.0.1:1", "lambda": "http://127.0.0.1:2"}],
        )
    )
    first = LlmTarget("hosted_vllm/mine", "vllm", "https://models.example/v1", {"max_tokens": 100}, Price(0.5, 2.0))
    assert settings.llm.targets[0] == first
    assert (settings.llm.fallback_on, settings.llm.timeout_seconds) == (("refused",), 840)
    assert settings.secrets == {"vllm": Secret("vllm", SECRET_ARN, None)}
    assert settings.target == Target("aws", "x86_64")
    assert (settings.log_retention_days, settings.run_retention_days, settings.delete_data_on_destroy) == (3653, 1, True)
    assert settings.alarm_topic_arn == "arn:aws:sns:eu-west-1:123456789012:on-call"
    assert settings.tags == {
        "Project": PROJECT,
        "Stack": "mine",
        "CostCenter": "12",
        "Temporary": "true",
        "Straße": "東 京",
    }
    assert settings.endpoints == {"lambda": "http://127.0.0.1:2", "s3": "http://127.0.0.1:1"}


def test_on_the_host_functions_are_built_for_the_host_whatever_the_architecture_says() -> None:
    assert read(raw({"packaging": "host", "architecture": "arm64"})).target == Target("host", host_architecture())


def test_names_in_aws_carry_the_project_and_the_stack() -> None:
    assert read(raw(stack="prod")).physical_name("sql") == "step-functions-agents-prod-sql"


WRONG: list[tuple[dict[str, Any], str, str, str]] = [
    # configuration, what is wrong, what is allowed, the command
    ({"colour": "red"}, "there is no setting 'colour'", ", ".join(KEYS), "pulumi config rm colour -s dev"),
    ({"agents": ["sqll"]}, "agents[0] is 'sqll'", "sql", "pulumi config set --path 'agents[0]' sql -s dev"),
    ({"agents": [{"sql": True}]}, "agents[0] is {'sql': True}", "sql", "pulumi config set --path 'agents[0]' sql -s dev"),
    (
        {"agents": ["sql", "sql"]},
        "agents[1] is 'sql' for the second time",
        "each agent once",
        "pulumi config rm --path 'agents[1]' -s dev",
    ),
    ({"agents": []}, "agents is empty", "one or more of sql", "pulumi config set --path 'agents[0]' sql -s dev"),
    ({"agents": "sql"}, "agents is not a list", "a list of sql", "pulumi config set --path 'agents[0]' sql -s dev"),
    ({"packaging": "docker"}, "packaging is 'docker'", "aws, host", "pulumi config set packaging aws -s dev"),
    ({"packaging": None}, "packaging is not set", "aws, host", "pulumi config set packaging aws -s dev"),
    ({"architecture": "arm"}, "architecture is 'arm'", "arm64, x86_64", "pulumi config set architecture arm64 -s dev"),
    (
        {"logRetentionDays": 31},
        "logRetentionDays is '31'",
        "1, 3, 5, 7, 14, 30, 60",
        "pulumi config set logRetentionDays 30 -s dev",
    ),
    ({"runRetentionDays": -1}, "runRetentionDays is '-1'", "1 or more", "pulumi config set runRetentionDays 30 -s dev"),
    ({"runRetentionDays": "two"}, "runRetentionDays is 'two'", "1 or more", "pulumi config set runRetentionDays 30 -s dev"),
    (
        {"deleteDataOnDestroy": "maybe"},
        "deleteDataOnDestroy is 'maybe'",
        "false, true",
        "pulumi config set deleteDataOnDestroy false -s dev",
    ),
    (
        {"alarmTopicArn": "on-call"},
        "alarmTopicArn is 'on-call'",
        "the ARN of an SNS topic, or empty for no alarms",
        "pulumi config set alarmTopicArn 'arn:aws:sns:<region>:<account>:<topic>' -s dev",
    ),
    (
        {"tags": ["a"]},
        "tags is not an object",
        "an object of names and texts",
        "pulumi config set --path 'tags.CostCenter' data -s dev",
    ),
    (
        {"tags": {"aws:mine": "a"}},
        "tags has the name 'aws:mine'",
        "1 to 128 letters, digits, spaces and _ . : / = + - @, not starting with aws:",
        "pulumi config rm --path 'tags[\"aws:mine\"]' -s dev",
    ),
    (
        {"tags": {"a*": "b"}},
        "tags has the name 'a*'",
        "1 to 128 letters, digits, spaces and _ . : / = + - @, not starting with aws:",
        "pulumi config rm --path 'tags[\"a*\"]' -s dev",
    ),
    (
        {"tags": {"project": "a"}},
        "tags has 'project' beside 'Project'",
        "names that differ in more than capitals",
        "pulumi config rm --path 'tags[\"project\"]' -s dev",
    ),
    (
        {"tags": {"Owner": ["a"]}},
        "tags.Owner is ['a']",
        "a text of 256 letters, digits, spaces and _ . : / = + - @ or fewer",
        "pulumi config set --path 'tags.Owner' … -s dev",
    ),
    (
        {"tags": {"Owner": "a, b"}},
        "tags.Owner is 'a, b'",
        "a text of 256 letters, digits, spaces and _ . : / = + - @ or fewer",
        "pulumi config set --path 'tags.Owner' … -s dev",
    ),
    (
        {"tags": {f"t{at}": "" for at in range(49)}},
        "there are 51 tags, Project and Stack among them",
        "50 or fewer",
        "pulumi config rm --path 'tags[…]' -s dev",
    ),
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
        {"llm": {"targets": [{**CLAUDE, "temperature": 1}]}},
        "llm.targets[0] has the unknown key 'temperature'",
        "model, secret, apiBase, params, price",
        "pulumi config rm --path 'llm.targets[0].temperature' -s dev",
    ),
    (
        {"llm": {"targets": [CLAUDE, {"model": "claude"}]}},
        "llm.targets[1].model is 'claude'",
        "LiteLLM's provider/model (https://docs.litellm.ai/docs/providers)",
        "pulumi config set --path 'llm.targets[1].model' anthropic/claude-sonnet-4-5 -s dev",
    ),
    (
        {"llm": {"targets": ["claude"]}},
        "llm.targets[0] is 'claude'",
        "an object of model, secret, apiBase, params, price",
        "pulumi config set --path 'llm.targets[0].model' anthropic/claude-sonnet-4-5 -s dev",
    ),
    (
        {"llm": {"targets": [{**CLAUDE, "secret": "anthropic"}]}},
        "llm.targets[0].secret names 'anthropic', which secrets does not have",
        "a name in secrets, where there is now: none",
        "pulumi config set --secret --path 'secrets.anthropic' -s dev",
    ),
    (
        {"llm": {"targets": [{**CLAUDE, "secret": "openai"}]}, "secrets": {"anthropic": SECRET_ARN}},
        "llm.targets[0].secret names 'openai', which secrets does not have",
        "a name in secrets, where there is now: anthropic",
        "pulumi config set --secret --path 'secrets.openai' -s dev",
    ),
    (
        {"llm": {"targets": [{**CLAUDE, "secret": ["openai"]}]}},
        "llm.targets[0].secret names ['openai'], which secrets does not have",
        "a name in secrets, where there is now: none",
        "pulumi config set --secret --path 'secrets.NAME' -s dev",
    ),
    (
        {"llm": {"targets": [{**CLAUDE, "params": {"stop": ["x" * 400]}}] * 9}},
        "llm is 4,318 bytes, as an environment variable of the caller",
        "4,096, which is AWS Lambda's limit: fewer targets, or shorter params",
        "pulumi config rm --path 'llm.targets[8]' -s dev",
    ),
    (
        {"llm": {"targets": [{**CLAUDE, "apiBase": "models.example"}]}},
        "llm.targets[0].apiBase is 'models.example'",
        "a URL with http or https",
        "pulumi config set --path 'llm.targets[0].apiBase' https://… -s dev",
    ),
    (
        {"llm": {"targets": [{**CLAUDE, "params": "max_tokens"}]}},
        "llm.targets[0].params is 'max_tokens'",
        "an object of the provider's parameters",
        "pulumi config set --path 'llm.targets[0].params.max_tokens' 4096 -s dev",
    ),
    (
        {"llm": {"targets": [{**CLAUDE, "price": {"input": 1}}]}},
        "llm.targets[0].price.output is None",
        "input and output, in US dollars a million tokens, 0 or more",
        "pulumi config set --path 'llm.targets[0].price.output' 0 -s dev",
    ),
    (
        {"llm": {"targets": [{**CLAUDE, "price": {"input": "free", "output": -1}}]}},
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
        {"secrets": {"my key": SECRET_ARN}},
        "secrets has the name 'my key'",
        "1 to 64 letters, digits, _ and -",
        "pulumi config rm --path 'secrets[\"my key\"]' -s dev",
    ),
]


@pytest.mark.parametrize(("config", "problem", "allowed", "command"), WRONG, ids=[problem for _, problem, _, _ in WRONG])
def test_a_wrong_value_is_named_with_what_is_allowed_and_the_command_that_sets_it_right(
    config: dict[str, Any], problem: str, allowed: str, command: str
) -> None:
    with pytest.raises(SettingsError) as error:
        read(raw(config))
    first, *problems = str(error.value).split("\n- ")
    assert first == "the configuration of stack dev is wrong:"
    assert len(problems) == 1
    assert problems[0].startswith(f"{problem}. Allowed: {allowed}")
    assert f". This sets it right: {command}" in problems[0]


def test_a_stack_without_a_region_is_told_the_command() -> None:
    with pytest.raises(SettingsError, match=r"aws:region is not set.*pulumi config set aws:region eu-west-1 -s dev"):
        read(raw(region=None))


def test_endpoints_that_are_no_objects_are_refused() -> None:
    with pytest.raises(SettingsError, match=r"aws:endpoints\[0\] is 'http://x'\. Allowed: a list of objects of services and URLs"):
        read(raw(endpoints=["http://x"]))


def test_the_name_of_the_caller_has_to_fit_where_no_tool_has_a_longer_one() -> None:
    small = replace(AGENTS["sql"], tools=())
    with pytest.raises(SettingsError, match=r"the stack's name 's{34}' .* Allowed: 1 to 33 letters"):
        read(raw(stack="s" * 34), {"sql": small})


def test_all_wrong_values_are_named_at_once() -> None:
    with pytest.raises(SettingsError) as error:
        read(raw({"agents": ["x"], "packaging": "y", "logRetentionDays": 2}))
    problems = str(error.value).split("\n- ")[1:]
    assert [problem.split(" is ")[0] for problem in problems] == ["agents[0]", "packaging", "logRetentionDays"]


@pytest.mark.parametrize("stack", ["s" * 26, "with.dot"])
def test_a_stack_whose_name_does_not_fit_into_names_of_aws_is_refused(stack: str) -> None:
    with pytest.raises(
        SettingsError, match=rf"the stack's name '{stack}' .* Allowed: 1 to 25 letters, digits, _ and -\..*pulumi stack rename"
    ):
        read(raw(stack=stack))


def test_the_value_of_a_secret_is_in_no_error_and_in_no_description_of_settings() -> None:
    config = {"secrets": {"anthropic": "sk-very-secret"}, "llm": {"targets": [{**CLAUDE, "secret": "anthropic"}]}}
    settings = read(raw(config, secret=("secrets",)))
    assert "sk-very-secret" not in repr(settings)
    assert "sk-very-secret" not in repr(raw(config))
    for wrong in ({"secrets": "sk-very-secret"}, {"secrets": {"anthropic": "sk-very-secret"}}):
        with pytest.raises(SettingsError) as error:
            read(raw(wrong))
        assert "sk-very-secret" not in str(error.value)


def test_the_kinds_of_error_are_those_that_the_caller_tells_apart() -> None:
    spec = importlib.util.spec_from_file_location("caller_errors", ROOT / "lambda" / "call-llm" / "call_llm" / "errors.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert tuple(module.KINDS) == ERROR_KINDS


def test_the_committed_stacks_are_right() -> None:
    local = read(of_stack("local"))
    assert local.target.packaging == "host"
    assert local.llm.targets[0].api_base == "http://127.0.0.1:4568/anthropic"
    assert all(url.startswith("http://127.0.0.1:") for url in local.endpoints.values())
    dev = read(of_stack("dev", secrets={"anthropic": "sk-from-pulumi-config-set"}))
    assert (dev.target, dev.endpoints) == (Target("aws", "arm64"), {})
    assert [target.secret for target in dev.llm.targets] == ["anthropic"]


def test_the_development_stack_asks_for_its_key_first() -> None:
    with pytest.raises(SettingsError, match=r"pulumi config set --secret --path 'secrets\.anthropic' -s dev"):
        read(of_stack("dev"))
