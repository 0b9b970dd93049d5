"""What the example makes of the agents' outputs, under Pulumi's mocks; `tests/end_to_end` deploys it beside a real stack."""

import json
import runpy
from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml

from tests.cli.ask.conftest import TOOL, outputs

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "stack-reference"
STATE_MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:sql-local"
AGENTS_STACK = "organization/step-functions-agents/local"
PROVIDER = ("pulumi:providers:aws", "where-the-agents-are")
PROJECT = yaml.safe_load((EXAMPLE / "Pulumi.yaml").read_text())


class Recorder(pulumi.runtime.Mocks):
    """Takes every resource as created, and remembers its inputs."""

    def __init__(self, endpoints: dict[str, str]) -> None:
        self.endpoints = endpoints
        self.created: dict[tuple[str, str], dict[str, Any]] = {}

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        self.created[args.typ, args.name] = args.inputs
        if args.typ == "pulumi:pulumi:StackReference":
            assert args.inputs["name"] == AGENTS_STACK
            return args.name, args.inputs | {"outputs": outputs(STATE_MACHINE, "data", self.endpoints), "secretOutputNames": []}
        return args.name, args.inputs | {"arn": f"arn:of:{args.name}", "name": args.name}

    def call(self, args: pulumi.runtime.MockCallArgs) -> dict[str, Any]:
        assert args.token == "aws:index/getCallerIdentity:getCallerIdentity"
        return {"accountId": "000000000000"}


@pytest.fixture
def created(monkeypatch) -> dict[tuple[str, str], dict[str, Any]]:
    monkeypatch.delenv("AWS_ENDPOINT_URL_SFN", raising=False)
    return run({})


def run(endpoints: dict[str, str]) -> dict[tuple[str, str], dict[str, Any]]:
    """What the program makes beside a stack that says these endpoints."""
    recorder = Recorder(endpoints)
    name = PROJECT["name"]
    defaults = {f"{name}:{key}": one["default"] for key, one in PROJECT["config"].items() if "default" in one}
    pulumi.runtime.set_mocks(recorder, project=name, stack="local")
    pulumi.runtime.set_all_config(defaults | {f"{name}:agentsStack": AGENTS_STACK})

    @pulumi.runtime.test
    def program() -> None:
        runpy.run_path(str(EXAMPLE / "__main__.py"))

    program()
    return recorder.created


def test_its_outputs_name_the_function_of_a_tool_and_the_fields_of_its_input(monkeypatch):
    exported: dict[str, Any] = {}

    def export(name: str, value: Any) -> None:
        pulumi.Output.from_input(value).apply(lambda known: exported.update({name: known}))

    monkeypatch.delenv("AWS_ENDPOINT_URL_SFN", raising=False)
    monkeypatch.setattr(pulumi, "export", export)
    run({})
    assert exported["tool"] == {"function": TOOL, "takes": ["sql_query"]}


def test_it_makes_a_schedule_and_a_role_and_nothing_else(created):
    assert sorted(created) == [
        ("aws:iam/role:Role", "scheduler"),
        ("aws:iam/rolePolicy:RolePolicy", "may-start"),
        ("aws:scheduler/schedule:Schedule", "every-morning"),
        PROVIDER,
        ("pulumi:pulumi:StackReference", AGENTS_STACK),
    ]


def test_the_schedule_starts_the_state_machine_with_the_question_every_morning(created):
    assert created["aws:scheduler/schedule:Schedule", "every-morning"] == {
        "scheduleExpression": "cron(0 7 * * ? *)",
        "scheduleExpressionTimezone": "UTC",
        "flexibleTimeWindow": {"mode": "OFF"},
        "target": {
            "arn": STATE_MACHINE,
            "roleArn": "arn:of:scheduler",
            "input": '{"prompt": "Who hit the most home runs in a career?"}',
        },
    }


def test_the_role_may_start_this_state_machine_and_nothing_else(created):
    policy = created["aws:iam/rolePolicy:RolePolicy", "may-start"]

    assert policy["role"] == "scheduler"
    assert json.loads(policy["policy"]) == {
        "Version": "2012-10-17",
        "Statement": [{"Action": "states:StartExecution", "Effect": "Allow", "Resource": STATE_MACHINE}],
    }


def test_only_the_scheduler_of_this_account_may_take_the_role(created):
    assert json.loads(created["aws:iam/role:Role", "scheduler"]["assumeRolePolicy"]) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Action": "sts:AssumeRole",
                "Effect": "Allow",
                "Principal": {"Service": "scheduler.amazonaws.com"},
                "Condition": {"StringEquals": {"aws:SourceAccount": "000000000000"}},
            }
        ],
    }


def test_in_aws_the_provider_is_told_the_region_and_no_endpoints(created):
    defaults = {"skipCredentialsValidation": "false", "skipRegionValidation": "true"}
    assert created[PROVIDER] == {"region": "us-east-1", **defaults}


def test_beside_the_laptop_stack_it_asks_the_ports_that_the_stack_says(monkeypatch):
    url, step_functions = "http://127.0.0.1:15000", "http://127.0.0.1:15001"
    for name, value in {"ACCESS_KEY_ID": "here", "SECRET_ACCESS_KEY": "hush", "ENDPOINT_URL_SFN": step_functions}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    given = run({"iam": url, "scheduler": url, "sts": url, "sfn": step_functions})[PROVIDER]
    assert json.loads(given["endpoints"]) == [{"iam": url, "scheduler": url, "sts": url}]
    assert given["accessKey"]["value"] == "here"
    assert given["skipRequestingAccountId"] == "true"
