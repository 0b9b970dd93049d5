"""The lines of a function's log group, as AWS and MiniStack write them."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from cli.ask.stack import AgentOutputs, Stack
from cli.logs.functions import Function, functions_of
from cli.logs.lines import Line, LogGroup, of_run
from tests.cli.ask.scripted_runs import definition

NOW = datetime(2026, 1, 2, tzinfo=UTC)
FUNCTION = Function("agents-dev-database", "database")
STACK = Stack("dev", {}, "data", "us-east-1", {})


def line(message: str, stream: str = "one", seconds: int = 0) -> Line:
    return Line(NOW + timedelta(seconds=seconds), "database", stream, message)


def used(run: str, agent: str = "sql") -> str:
    return json.dumps({"message": "tool_use", "execution": run, "agent": agent})


MINE = [line("START RequestId: 1"), line("printed by the tool"), line(used("who-1")), line("END RequestId: 1")]
OTHER = [line("START RequestId: 2"), line("printed for another run"), line(used("who-1-more"))]
KILLED = [line("START RequestId: 3"), line("Task timed out after 30.00 seconds")]


def test_a_run_has_the_lines_of_its_own_invocations_and_of_those_that_were_killed() -> None:
    assert of_run([*MINE, *OTHER, *KILLED], "who-1", "sql") == [*MINE, *KILLED]


@pytest.mark.attack("cross_run")
def test_a_run_of_another_agent_with_the_same_name_is_another_run() -> None:
    theirs = [line("START RequestId: 2"), line("printed for the other agent"), line(used("who-1", "financial"))]
    assert of_run([*MINE, *theirs], "who-1", "sql") == MINE
    assert of_run([*MINE, *theirs], "who-1", "financial") == theirs


@pytest.mark.attack("cross_run")
def test_a_text_that_looks_like_the_name_of_a_run_names_none() -> None:
    theirs = [line("START RequestId: 2"), line('a row: {"execution": "who-1", "agent": "sql"}'), line(used("who-2"))]
    assert of_run(theirs, "who-1", "sql") == []


def test_invocations_of_several_log_streams_are_told_apart() -> None:
    elsewhere = [Line(one.at, one.function, "two", one.message) for one in OTHER]
    mixed = [one for pair in zip(MINE, elsewhere, strict=False) for one in pair]
    assert of_run(mixed, "who-1", "sql") == MINE[:3]


def test_what_was_killed_after_the_run_is_not_its_own() -> None:
    late = [line("START RequestId: 4", seconds=9), line("Task timed out", seconds=9)]
    assert of_run([*MINE, *late], "who-1", "sql", ended=NOW + timedelta(seconds=5)) == MINE


def test_lambdas_json_lines_begin_an_invocation_too_and_are_left_out_but_for_the_report() -> None:
    start, report = '{"time":"…","type":"platform.start","record":{}}', '{"time":"…","type":"platform.report","record":{}}'
    assert of_run([line(start), line(used("a")), line(start), line(used("b"))], "b", "sql") == [line(start), line(used("b"))]
    assert [line(message).is_noise for message in (start, report, "END RequestId: 1", "REPORT RequestId: 1", "text")] == [
        True,
        False,
        True,
        False,
        False,
    ]


def test_the_functions_of_a_stack_are_named_by_its_state_machines() -> None:
    class StepFunctions:
        def describe_state_machine(self, stateMachineArn: str) -> dict[str, Any]:
            arns = {name: f"arn:aws:lambda:eu-west-1:1:function:agents-dev-{name}" for name in ("call-llm", "db")}
            arns["reports"] = "arn:aws:lambda:eu-west-1:1:function:reports:4"
            text = json.dumps(definition()).replace('"caller"', f'"{arns["call-llm"]}:live"')
            text = text.replace('"FunctionName": "database"', f'"FunctionName": "{arns["db"]}"')
            return {"definition": text.replace('"FunctionName": "python"', f'"FunctionName": "{arns["reports"]}"')}

    stack = Stack("dev", {"sql": AgentOutputs("sql", "arn", "sql-dev", "", {}, {}, ())}, "data", "eu-west-1", {})
    found = functions_of(StepFunctions(), stack)

    assert {label: (one.log_group, one.tools) for label, one in found.items()} == {
        "call-llm": ("/aws/lambda/agents-dev-call-llm", set()),
        "db": ("/aws/lambda/agents-dev-db", {"get_db_schema", "execute_sql_query"}),
        "reports": ("/aws/lambda/reports", {"execute_python"}),
    }
    # A tool may be a function that the stack didn't make.
    assert [label for label, one in found.items() if not one.is_own] == ["reports"]


def test_each_line_of_a_log_group_is_read_once_however_often_it_is_looked_at(ministack: str) -> None:
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    logs = boto3.client("logs", region_name="us-east-1", endpoint_url=ministack, **keys)
    group = LogGroup(logs, STACK, FUNCTION, datetime.now(UTC) - timedelta(minutes=1))
    group.read()
    assert group.lines == []  # There is no log group yet.

    logs.create_log_group(logGroupName=FUNCTION.log_group)
    logs.create_log_stream(logGroupName=FUNCTION.log_group, logStreamName="one")

    def write(*messages: str) -> None:
        at = round(time.time() * 1000)
        events = [{"timestamp": at, "message": message} for message in messages]
        logs.put_log_events(logGroupName=FUNCTION.log_group, logStreamName="one", logEvents=events)

    write("twice", "twice")
    group.read()
    group.read()
    write("third")
    group.read()

    assert [(one.function, one.stream, one.message) for one in group.lines] == [
        ("database", "one", message) for message in ("twice", "twice", "third")
    ]
