"""An agent: its state machine and what that may do."""

import json
import re
from typing import Any

import fastjsonschema
import pulumi
import pytest

from agents.declaration import Agent as Declaration
from agents.declaration import FolderTool
from components.agent import INPUT_SCHEMA, Agent
from components.plain_args import ArgsError
from components.state_machines.render import render
from tests.components.deployment import Deployment, deploy
from tests.components.platforms import KEY, TAGS, TOPIC, platform

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
CALLS = {name: {"arn": f"arn:function:{name}:7", "every_version": f"arn:function:{name}:*"} for name in ("adder", "divider")}
MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:agents-dev-sums"


def later(value: Any) -> pulumi.Output[Any]:
    return pulumi.Output.from_input(value)


def deployed(args: dict[str, Any] | None = None, name: str = "sums", **of_the_platform: Any) -> tuple[Deployment, dict[str, Any]]:
    """And its outputs."""
    given = {"platform": platform(**of_the_platform), **SUMS.args(CALLS), **(args or {})}
    return deploy(lambda: Agent(name, given).outputs)


def test_it_is_a_state_machine_with_a_role_and_a_log_group() -> None:
    deployment, _ = deployed()
    assert deployment.tree()["Agent/sums"] == [
        "LogGroup/sums-logs",
        "Role/sums-role",
        "RolePolicy/sums-policy",
        "StateMachine/sums-state-machine",
    ]


def test_its_definition_is_rendered_with_the_arns_of_its_own_functions() -> None:
    deployment, _ = deployed()
    machine = deployment.of("StateMachine/sums-state-machine")
    rendered = render(SUMS, "arn:call-llm:live", SUMS.tool_args(CALLS), "the-bucket", caller_timeout_seconds=150)
    assert json.loads(machine.pop("definition")) == rendered
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
def test_it_may_invoke_the_caller_and_every_version_of_the_functions_of_its_own_tools_and_no_others() -> None:
    deployment, _ = deployed()
    call_llm, deliver_logs, trace, run_tools = deployment.statements("RolePolicy/sums-policy")
    assert call_llm == {
        "Sid": "CallLlm",
        "Effect": "Allow",
        "Action": ["lambda:InvokeFunction"],
        "Resource": ["arn:call-llm:live"],
    }
    assert run_tools == {
        "Sid": "RunToolFunctions",
        "Effect": "Allow",
        "Action": ["lambda:InvokeFunction"],
        "Resource": ["arn:function:adder:*", "arn:function:divider:*"],
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


@pytest.mark.attack("iam")
@pytest.mark.parametrize("known", [lambda arn: arn, later], ids=["known", "known later"])
def test_an_agent_that_asks_another_may_start_and_watch_runs_of_that_one_alone(known: Any) -> None:
    asked = MACHINE.replace("sums", "asked")
    tool = {"name": "ask", "description": "Asks.", "input_schema": EMPTY, "timeout_seconds": 3000}
    tool |= {"agent": {"state_machine_arn": known(asked)}, "reads_data": False, "sends_out": False}
    deployment, _ = deployed({"tools": [tool]}, kms_key_arn=KEY)
    statements = {each["Sid"]: each for each in deployment.statements("RolePolicy/sums-policy")}
    assert statements["StartAgents"]["Resource"] == [asked]
    assert statements["WatchAgents"]["Resource"] == [asked.replace("stateMachine", "execution") + ":*"]
    assert statements["ReadRunsOfAgents"]["Condition"] == {
        "ArnEquals": {"kms:EncryptionContext:aws:states:stateMachineArn": [asked]}
    }
    states = json.loads(deployment.of("StateMachine/sums-state-machine")["definition"])["States"]
    assert states["Use tools"]["ItemProcessor"]["States"]["ask"]["TimeoutSeconds"] == 3030


@pytest.mark.parametrize(("part", "other"), [("eu-west-1", "us-east-1"), ("123456789012", "999999999999")])
def test_an_agent_of_another_account_or_region_is_refused(part: str, other: str) -> None:
    asked = MACHINE.replace("sums", "asked").replace(part, other)
    tool = {"name": "ask", "description": "Asks.", "input_schema": EMPTY, "agent": {"state_machine_arn": asked}}
    with pytest.raises(
        Exception, match=f"the tool 'ask' is the state machine {asked}, .*{other}: allowed is one of the stack's own"
    ):
        deployed({"tools": [tool | {"reads_data": False, "sends_out": False}]})


def test_the_rules_of_the_account_are_kept() -> None:
    boundary = "arn:aws:iam::123456789012:policy/limit"
    deployment, _ = deployed(
        permissions_boundary_arn=boundary,
        role_path="/agents/",
        kms_key_arn=KEY,
        log_level="WARN",
        tracing=False,
        name_prefix="acme-dev-",
        fixed_names=True,
    )
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
    machine_arn = MACHINE.replace("agents-dev", "acme-dev")
    assert of_the_key == [
        {
            "Sid": "EncryptRuns",
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Resource": [KEY],
            "Condition": {"ArnEquals": {"kms:EncryptionContext:aws:states:stateMachineArn": machine_arn}},
        },
        {
            "Sid": "EncryptLogs",
            "Effect": "Allow",
            "Action": ["kms:GenerateDataKey"],
            "Resource": [KEY],
            "Condition": {"StringLike": {"kms:EncryptionContext:SourceArn": "arn:aws:logs:eu-west-1:123456789012:*"}},
        },
    ]


def test_it_is_there_when_its_role_may_write_to_its_log_group() -> None:
    deployment, _ = deployed()
    waits_for = deployment.waits_for["StateMachine/sums-state-machine"]
    assert waits_for == ["LogGroup/sums-logs", "Role/sums-role", "RolePolicy/sums-policy"]


def test_a_topic_is_told_of_runs_that_fail_or_time_out() -> None:
    deployment, _ = deployed(alarm_topic_arn=TOPIC)
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


def test_it_says_of_itself_what_the_stack_puts_out() -> None:
    _, outputs = deployed()
    assert outputs == {
        "stateMachineArn": "arn:StateMachine/sums-state-machine",
        "name": "agents-dev-sums",
        "description": "Adds and subtracts.",
        "questions": [],
        "inputSchema": INPUT_SCHEMA,
        "outputSchema": SUMS.output_schema,
    }


def test_args_that_are_known_later_make_the_same_agent() -> None:
    now, outputs = deployed({"limits": {"turns": 5}, "questions": ["How many?"]}, alarm_topic_arn=TOPIC)
    args = {**SUMS.args(CALLS), "limits": {"turns": 5}, "questions": ["How many?"], "platform": platform(alarm_topic_arn=TOPIC)}
    then, outputs_then = deploy(lambda: Agent("sums", {key: later(value) for key, value in args.items()}).outputs)
    assert then.inputs == now.inputs
    assert outputs_then == outputs


def test_the_tools_of_tool_functions_stand_among_other_tools_as_they_are() -> None:
    add, carry, divide = SUMS.tool_args(CALLS)
    expected, _ = deployed()
    for tools in ([[add, carry], divide], [later([add, carry]), later(divide)], later([[add], [carry, divide]])):
        found, _ = deployed({"tools": tools})
        assert found.of("StateMachine/sums-state-machine") == expected.of("StateMachine/sums-state-machine")


def test_args_are_taken_as_pulumis_engine_hands_them_over() -> None:
    """With other spellings of the keys, and numbers that are all floats."""
    add, carry, divide = SUMS.tool_args(CALLS)

    def written(tool: dict[str, Any]) -> dict[str, Any]:
        return {
            "name": tool["name"],
            "description": tool["description"],
            "inputSchema": tool["input_schema"],
            "timeoutSeconds": float(tool["timeout_seconds"]),
            "readsData": False,
            "sendsOut": False,
            "function": {"arn": tool["function"]["arn"], "everyVersion": tool["function"]["every_version"]},
        }

    args = {
        "platform": platform(llm_caller_timeout_seconds=150.0),
        "description": SUMS.description,
        "systemPrompt": SUMS.system_prompt,
        "outputSchema": SUMS.output_schema,
        "tools": [written(add), later([written(carry)]), later(written(divide))],
        "limits": {"toolCalls": 100.0},
    }
    found, outputs = deploy(lambda: Agent("sums", args).outputs)
    expected, expected_outputs = deployed()
    assert found.inputs == expected.inputs
    assert outputs == expected_outputs


WRONG_SCHEMA = {"type": "object", "properties": {"sum": {"type": "numero"}}, "additionalProperties": False}
ADD = SUMS.tool_args(CALLS)[0]


def tool(**changes: Any) -> dict[str, Any]:
    return {key: value for key, value in {**ADD, **changes}.items() if value is not None}


WRONG = {
    "no prompt": ({"system_prompt": None}, "system_prompt is missing. Allowed: a text. The text that tells the model what it is"),
    "no tools": ({"tools": None}, "tools is missing. Allowed: a list"),
    "a prompt that is no text": ({"system_prompt": 7}, "system_prompt is a number. Allowed: a text"),
    "an unknown arg": ({"sytem_prompt": "x"}, "there is no sytem_prompt (system_prompt?). Allowed: platform, description"),
    "a limit": ({"limits": {"turns": 1}}, "limit turns is 1: allowed are 2 to 100"),
    "a limit that is no number": ({"limits": {"turns": "many"}}, "limits.turns is a text. Allowed: a whole number"),
    "an unknown limit": ({"limits": {"turn": 3}}, "there is no limits.turn (turns?). Allowed: turns, tool_calls, tokens"),
    "a dialect": ({"output_schema": WRONG_SCHEMA}, "the output_schema of agent 'sums' is wrong"),
    "a long prompt": ({"system_prompt": "long " * 6000}, "24,576 are allowed. Shorten descriptions or schemas"),
    "an expression": ({"system_prompt": "{% 1 %}"}, "which Step Functions would run as an expression"),
    "questions": ({"questions": ["How many?", "How many?"]}, "allowed is a tuple of different texts"),
    "two tools of a name": ({"tools": [tool(), tool()]}, "has two tools named add"),
    "a tool's name": ({"tools": [tool(name="a b")]}, "the tool 'a b' is declared wrongly"),
    "the name of a state": ({"tools": [tool(name="Answer")]}, "the tool 'Answer' has the name of a state of the loop"),
    "no kind": ({"tools": [tool(function=None)]}, "the tool 'add' has none of "),
    "a tool without a description": ({"tools": [tool(description=None)]}, "tools[0].description is missing. Allowed: a text"),
    "a tool that doesn't say what it does with data": (
        {"tools": [tool(reads_data=None)]},
        "tools[0].reads_data is missing. Allowed: true or false. True if its results may have data",
    ),
    "retries": ({"tools": [tool(retries=9)]}, "the tool 'add' is declared wrongly"),
    "data that goes out": (
        {"tools": [tool(reads_data=True), tool(name="send", sends_out=True)]},
        "its tools of add read data, and those of send send data out",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_args_are_named_with_what_is_allowed_before_anything_is_made(name: str) -> None:
    changes, problem = WRONG[name]
    args = {"platform": platform(), **SUMS.args(CALLS), **changes}
    given = {key: value for key, value in args.items() if value is not None}
    made: list[Agent] = []
    with pytest.raises(ArgsError) as error:
        deploy(lambda: made.append(Agent("sums", given)))
    assert str(error.value).startswith("Agent 'sums' is given wrong args:\n- ")
    assert problem in str(error.value)
    assert not made


@pytest.mark.parametrize("name", sorted(WRONG.keys() - {"no prompt", "no tools", "an unknown arg"}))
def test_wrong_args_that_are_known_later_are_named_then(name: str) -> None:
    changes, problem = WRONG[name]
    args = {"platform": platform(), **SUMS.args(CALLS), **{key: later(value) for key, value in changes.items()}}
    with pytest.raises(ArgsError) as error:
        deploy(lambda: Agent("sums", args).outputs)
    assert problem in str(error.value)


def test_a_name_that_is_too_long_in_aws_is_refused() -> None:
    with pytest.raises(ArgsError, match=r"would be 'p{70}-sums-of-everything', of 89 characters\. Allowed: 80 letters"):
        deployed(name="sums-of-everything", name_prefix=f"{'p' * 70}-")


def test_a_role_whose_policy_is_too_long_for_aws_is_refused() -> None:
    folders = [f"folder-{at}-{'x' * 40}" for at in range(100)]
    calls = {folder: {"arn": f"arn:aws:lambda:eu-west-1:123456789012:function:{folder}"} for folder in folders}
    tools = [
        FolderTool(f"t{at}", function=folder, description="Adds.", input_schema=EMPTY, timeout_seconds=5).args(calls)
        for at, folder in enumerate(folders)
    ]
    with pytest.raises(ArgsError) as error:
        deployed({"tools": [tool | {"reads_data": False, "sends_out": False} for tool in tools]})
    problem = r"- the policy of its role would have 1\d,\d{3} characters\. Allowed: 10,240\. Give it fewer tools"
    assert re.search(problem, str(error.value))


def test_an_agents_name_is_checked_as_in_a_declaration() -> None:
    with pytest.raises(ArgsError, match="agent name 'Sums': allowed are 1 to 30 lower-case letters"):
        deployed(name="Sums")


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
