"""An agent: its state machine and what that may do."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import fastjsonschema
import pulumi
import pytest

from agents.declaration import Agent as Declaration
from agents.declaration import FolderTool
from components.agent import INPUT_SCHEMA, Agent, AgentArgs
from components.data_bucket import DataBucket, DataBucketArgs
from components.house_rules import HouseRules
from components.llm_caller import LlmCaller, LlmCallerArgs
from components.packaging.source import Source
from components.secret_store import SecretStore, SecretStoreArgs
from components.settings.llm_settings import Llm
from components.settings.llm_target import LlmTarget
from components.state_machines.render import render
from components.tool_folder import ToolFolder
from components.tool_function import ToolFunction, ToolFunctionArgs
from tests.components.deployment import Deployment, deploy, package

EMPTY = {"type": "object", "properties": {}, "additionalProperties": False}
SUMS = Declaration(
    name="sums",
    description="Adds and subtracts.",
    system_prompt="You add.",
    tools=(
        FolderTool("add", function="adder", description="Adds.", input_schema=EMPTY, timeout_seconds=30),
        FolderTool("carry", function="adder", description="Carries.", input_schema=EMPTY, timeout_seconds=30),
        FolderTool("divide", function="divider", description="Divides.", input_schema=EMPTY, timeout_seconds=5),
    ),
    output_schema={"type": "object", "properties": {"sum": {"type": "number"}}, "additionalProperties": False},
)
TAGS = {"Project": "agents"}
TOPIC = "arn:aws:sns:eu-west-1:123456789012:on-call"
RULES = HouseRules("eu-west-1", "123456789012")
MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:agents-dev-sums"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/0a1b"


def deployed(folder: Path, rules: HouseRules = RULES) -> tuple[Deployment, dict[str, Any]]:
    def program() -> pulumi.Output[Any]:
        data = DataBucket("data", DataBucketArgs(30, False, {}))
        llm = Llm((LlmTarget("anthropic/x"),), (), 120)
        secrets = SecretStore("secrets", SecretStoreArgs({}, (), "/x/", {}))
        caller = LlmCaller(
            "call-llm",
            LlmCallerArgs(llm, secrets, "eu-west-1", True, package(folder, "call-llm"), data, "agents-dev-call-llm", 7, {}),
        )
        functions = {
            name: ToolFunction(
                name,
                ToolFunctionArgs(
                    ToolFolder(name, 256, False, (), 30, Source(name, folder, "python", "sums")),
                    package(folder, name),
                    data,
                    secrets,
                    name,
                    7,
                    {},
                ),
            )
            for name in ("adder", "divider", "of-another-agent")
        }
        return Agent("sums", AgentArgs(SUMS, caller, functions, data, "agents-dev-sums", 7, TAGS, rules)).outputs

    return deploy(program)


def test_it_is_a_state_machine_with_a_role_and_a_log_group(tmp_path: Path) -> None:
    deployment, _ = deployed(tmp_path)
    assert deployment.tree()["Agent/sums"] == [
        "LogGroup/sums-logs",
        "Role/sums-role",
        "RolePolicy/sums-policy",
        "StateMachine/sums-state-machine",
    ]


def test_its_definition_is_rendered_with_the_arns_of_its_own_functions(tmp_path: Path) -> None:
    deployment, _ = deployed(tmp_path)
    machine = deployment.of("StateMachine/sums-state-machine")
    tools = SUMS.tool_args({name: {"arn": f"arn:Function/{name}-function:7"} for name in ("adder", "divider")})
    assert json.loads(machine.pop("definition")) == render(
        SUMS, "arn:Alias/call-llm-live", tools, "data-bucket-0a1b2c3", caller_timeout_seconds=150
    )
    assert machine == {
        "name": "agents-dev-sums",
        "roleArn": "arn:Role/sums-role",
        "loggingConfiguration": {
            "level": "ALL",
            "includeExecutionData": False,
            "logDestination": "arn:LogGroup/sums-logs:*",
        },
        "tracingConfiguration": {"enabled": True},
        "tags": TAGS,
    }
    assert deployment.of("LogGroup/sums-logs") == {
        "name": "/aws/vendedlogs/states/agents-dev-sums",
        "retentionInDays": 7,
        "tags": TAGS,
    }


@pytest.mark.attack("iam")
def test_it_may_invoke_the_caller_and_every_version_of_the_functions_of_its_own_tools_and_no_others(tmp_path: Path) -> None:
    deployment, _ = deployed(tmp_path)
    call_llm, deliver_logs, trace, run_tools = deployment.statements("RolePolicy/sums-policy")
    assert call_llm == {
        "Sid": "CallLlm",
        "Effect": "Allow",
        "Action": ["lambda:InvokeFunction"],
        "Resource": ["arn:Alias/call-llm-live"],
    }
    assert run_tools == {
        "Sid": "RunToolFunctions",
        "Effect": "Allow",
        "Action": ["lambda:InvokeFunction"],
        "Resource": ["arn:Function/adder-function:*", "arn:Function/divider-function:*"],
    }
    assert deliver_logs == {
        "Sid": "DeliverLogs",
        "Effect": "Allow",
        "Action": [
            "logs:CreateLogDelivery",
            "logs:GetLogDelivery",
            "logs:UpdateLogDelivery",
            "logs:DeleteLogDelivery",
            "logs:ListLogDeliveries",
            "logs:PutResourcePolicy",
            "logs:DescribeResourcePolicies",
            "logs:DescribeLogGroups",
        ],
        "Resource": ["*"],
    }
    assert trace == {
        "Sid": "Trace",
        "Effect": "Allow",
        "Action": [
            "xray:PutTraceSegments",
            "xray:PutTelemetryRecords",
            "xray:GetSamplingRules",
            "xray:GetSamplingTargets",
        ],
        "Resource": ["*"],
    }
    role = deployment.of("Role/sums-role")
    assert json.loads(role["assumeRolePolicy"])["Statement"] == [
        {
            "Effect": "Allow",
            "Principal": {"Service": "states.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {
                "StringEquals": {"aws:SourceAccount": "123456789012"},
                "ArnLike": {"aws:SourceArn": [MACHINE, f"{MACHINE}:*"]},
            },
        }
    ]


def test_the_rules_of_the_account_are_kept(tmp_path: Path) -> None:
    boundary = "arn:aws:iam::123456789012:policy/limit"
    rules = HouseRules("eu-west-1", "123456789012", boundary, "/agents/", KEY, {}, "WARN", False, "acme-dev-")
    deployment, _ = deployed(tmp_path, rules)
    role = deployment.of("Role/sums-role")
    assert (role["name"], role["path"], role["permissionsBoundary"]) == ("acme-dev-sums-role", "/agents/", boundary)
    assert deployment.of("LogGroup/sums-logs")["kmsKeyId"] == KEY
    machine = deployment.of("StateMachine/sums-state-machine")
    assert machine["tracingConfiguration"] == {"enabled": False}
    assert machine["loggingConfiguration"]["level"] == "ERROR"
    assert machine["encryptionConfiguration"] == {
        "type": "CUSTOMER_MANAGED_KMS_KEY",
        "kmsKeyId": KEY,
        "kmsDataKeyReusePeriodSeconds": 300,
    }
    _, deliver_logs, *of_the_key, _ = deployment.statements("RolePolicy/sums-policy")
    assert deliver_logs["Sid"] == "DeliverLogs"
    assert of_the_key == [
        {
            "Sid": "EncryptRuns",
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Resource": [KEY],
            "Condition": {"ArnEquals": {"kms:EncryptionContext:aws:states:stateMachineArn": MACHINE}},
        },
        {
            "Sid": "EncryptLogs",
            "Effect": "Allow",
            "Action": ["kms:GenerateDataKey"],
            "Resource": [KEY],
            "Condition": {"StringLike": {"kms:EncryptionContext:SourceArn": "arn:aws:logs:eu-west-1:123456789012:*"}},
        },
    ]


def test_it_is_there_when_its_functions_are_and_its_role_may_write_to_its_log_group(tmp_path: Path) -> None:
    deployment, _ = deployed(tmp_path)
    assert deployment.waits_for["StateMachine/sums-state-machine"] == [
        "Alias/call-llm-live",
        "Bucket/data-bucket",
        "Function/adder-function",
        "Function/divider-function",
        "LogGroup/sums-logs",
        "Role/sums-role",
        "RolePolicy/sums-policy",
    ]


def test_a_topic_is_told_of_runs_that_fail_or_time_out(tmp_path: Path) -> None:
    deployment, _ = deployed(tmp_path, replace(RULES, alarm_topic_arn=TOPIC))
    alarms = {name: inputs for name, inputs in deployment.inputs.items() if name.startswith("MetricAlarm/")}
    assert {name: alarm["metricName"] for name, alarm in alarms.items()} == {
        "MetricAlarm/sums-alarm-failed": "ExecutionsFailed",
        "MetricAlarm/sums-alarm-timed-out": "ExecutionsTimedOut",
    }
    assert alarms["MetricAlarm/sums-alarm-timed-out"] == {
        "alarmDescription": "A run of the agent sums has timed out",
        "namespace": "AWS/States",
        "metricName": "ExecutionsTimedOut",
        "dimensions": {"StateMachineArn": "arn:StateMachine/sums-state-machine"},
        "statistic": "Sum",
        "period": 300,
        "evaluationPeriods": 1,
        "comparisonOperator": "GreaterThanThreshold",
        "threshold": 0,
        "treatMissingData": "notBreaching",
        "alarmActions": [TOPIC],
        "tags": TAGS,
    }


def test_it_says_of_itself_what_the_stack_puts_out(tmp_path: Path) -> None:
    _, outputs = deployed(tmp_path)
    assert outputs == {
        "stateMachineArn": "arn:StateMachine/sums-state-machine",
        "name": "agents-dev-sums",
        "description": "Adds and subtracts.",
        "questions": [],
        "inputSchema": INPUT_SCHEMA,
        "outputSchema": SUMS.output_schema,
    }


@pytest.mark.parametrize(
    ("start", "fits"),
    [
        ({"prompt": "How many?"}, True),
        ({"messages": [{"role": "user", "content": "How many?"}]}, True),
        ({"prompt": ""}, False),
        ({"prompt": "And?", "messages": [{"role": "user", "content": "How many?"}], "history": None}, True),
        ({"prompt": "And?", "messages": [], "history": {"bucket": "b", "key": "k", "bytes": 1}}, True),
        ({"history": {"bucket": "b", "key": "k"}}, True),
        ({"messages": []}, False),
        ({"messages": [], "history": None}, False),
        ({"prompt": "And?", "history": {"bucket": "b"}}, False),
        ({"question": "How many?"}, False),
        ("How many?", False),
        ({"prompt": "And?", "limits": {"turns": 2, "cost_usd": 0.1, "seconds": 1.5}, "called_by": ["a", "b"]}, True),
        ({"prompt": "And?", "limits": None, "called_by": None}, True),
        ({"prompt": "And?", "limits": {"turns": 1}}, False),
        ({"prompt": "And?", "limits": {"tokens": "5"}}, False),
        ({"prompt": "And?", "limits": {"money": 5}}, False),
        ({"prompt": "And?", "called_by": ["a", "b", "c", "d", "e"]}, False),
    ],
    ids=str,
)
def test_a_run_starts_with_a_prompt_with_messages_or_with_a_history(start: Any, fits: bool) -> None:
    check = fastjsonschema.compile(INPUT_SCHEMA)
    if fits:
        assert check(start) == start
    else:
        with pytest.raises(fastjsonschema.JsonSchemaValueException):
            check(start)
