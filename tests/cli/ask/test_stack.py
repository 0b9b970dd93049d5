import json
import subprocess
from typing import Any

import fastjsonschema
import pytest

from agents.folders import PROJECT
from cli.ask import stack
from cli.ask.errors import AgentNotFoundError, StackError
from cli.ask.stack import read_stack
from local.this_command import agent
from tests.cli.ask.conftest import outputs

SCHEMA = json.loads((PROJECT / "docs" / "reference" / "stack-outputs.schema.json").read_text())
OUTPUTS = outputs("arn:aws:states:us-east-1:000000000000:stateMachine:sql-local", "data", {"sfn": "http://127.0.0.1:4567"})


OF_OTHER_PROGRAMS = ("tools", "platform", "llmCallerArn")
"""The outputs that the commands don't read."""


def pulumi(stdout: str = "", stderr: str = "", code: int = 0):
    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, code, stdout, stderr)

    return run


def test_outputs_become_a_stack():
    stack = read_stack("local", pulumi(json.dumps(OUTPUTS)))

    assert (stack.name, stack.data_bucket, stack.region) == ("local", "data", "us-east-1")
    assert stack.endpoints == {"sfn": "http://127.0.0.1:4567"}
    assert stack.agent("sql").state_machine_arn == "arn:aws:states:us-east-1:000000000000:stateMachine:sql-local"
    assert stack.agent(None) is stack.agent("sql")


def test_the_outputs_of_the_tests_fit_the_documented_schema():
    assert fastjsonschema.compile(SCHEMA)(OUTPUTS) == OUTPUTS


def test_every_output_that_the_schema_documents_is_in_the_page_about_it():
    page = (PROJECT / "docs" / "reference" / "outputs.md").read_text()

    agent = SCHEMA["properties"]["agents"]["additionalProperties"]
    names = [*SCHEMA["properties"], *(f"agents.<name>.{name}" for name in agent["properties"])]
    assert [name for name in names if f"| `{name}` |" not in page] == []
    assert SCHEMA["required"] == list(SCHEMA["properties"])
    assert agent["required"] == list(agent["properties"])


@pytest.mark.parametrize("name", [name for name in SCHEMA["properties"] if name not in OF_OTHER_PROGRAMS])
def test_a_missing_output_is_named_with_the_command_that_deploys(name):
    given = {key: value for key, value in OUTPUTS.items() if key != name}

    with pytest.raises(StackError, match=rf"don't fit this program: {name} is None, not .*\. Deploy again: {agent('up')}$"):
        read_stack("local", pulumi(json.dumps(given)))


def test_a_field_of_an_agent_of_another_type_is_named():
    given = json.loads(json.dumps(OUTPUTS))
    given["agents"]["sql"]["inputSchema"] = "text"

    with pytest.raises(StackError, match="inputSchema is 'text', not an object"):
        read_stack("dev", pulumi(json.dumps(given)))


@pytest.mark.parametrize(
    ("stack", "answer", "message"),
    [
        ("dev", pulumi("{}"), "stack 'dev' isn't deployed yet, so it has no agents. Deploy it: pulumi up --stack dev"),
        ("local", pulumi("{}"), f"stack 'local' isn't deployed yet, so it has no agents. Deploy it: {agent('up')}"),
        (
            "dev",
            pulumi(stderr="error: no stack named 'dev' found", code=6),
            "there is no stack 'dev' in this backend. `pulumi stack ls` lists those there are. The laptop's is --stack local",
        ),
        (
            "local",
            pulumi(stderr="error: no stack named 'local' found", code=6),
            f"nothing is deployed to the laptop stack yet. Deploy to it: {agent('up')}",
        ),
        (
            "local",
            pulumi(stderr="error: failed to load checkpoint: place 1: unexpected end of JSON input", code=255),
            "the state of the laptop stack can't be read, as after a write that was cut off. Deploy it anew: " + agent("up"),
        ),
        (
            "dev",
            pulumi(stderr="error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions\n", code=3),
            "`pulumi stack output --stack dev` failed: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI "
            "sessions",
        ),
        ("dev", pulumi("not json"), "printed no JSON: 'not json'"),
    ],
)
def test_outputs_that_cannot_be_read_say_why_and_what_to_do(stack, answer, message):
    with pytest.raises(StackError) as raised:
        read_stack(stack, answer)

    assert message in str(raised.value)


def test_a_name_is_one_argument_whatever_is_in_it():
    commands = []

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return subprocess.CompletedProcess(command, 0, "{}", "")

    with pytest.raises(StackError, match=r"stack 'my dev; \$x' isn't .*pulumi up --stack 'my dev; \$x'$"):
        read_stack("my dev; $x", run)
    assert commands == [["pulumi", "stack", "output", "--json", "--non-interactive", "--stack", "my dev; $x"]]


def test_a_missing_pulumi_is_named():
    def run(*_: Any, **__: Any) -> None:
        raise FileNotFoundError("pulumi")

    with pytest.raises(StackError, match=r"^the Pulumi CLI isn't on the PATH\. Install it: pulumi\.com"):
        read_stack("local", run)


def test_an_agent_that_is_not_there_is_answered_with_those_that_are():
    stack = read_stack("local", pulumi(json.dumps(OUTPUTS | {"agents": {}})))

    with pytest.raises(AgentNotFoundError, match=r"^there is no agent 'sql'\. This stack has:\n  \(none\)$"):
        stack.agent("sql")


def test_without_a_name_several_agents_are_listed():
    two = OUTPUTS | {"agents": {"sql": OUTPUTS["agents"]["sql"], "web": OUTPUTS["agents"]["sql"]}}

    with pytest.raises(AgentNotFoundError, match=r"^say which agent you ask\. This stack has:\n  sql: .*\n  web: "):
        read_stack("local", pulumi(json.dumps(two))).agent(None)


OWN = {
    "stateMachineArn": "arn:aws:states:eu-west-1:1:stateMachine:a",
    "name": "a",
    "description": "",
    "inputSchema": {},
    "outputSchema": {},
}


def own(monkeypatch: pytest.MonkeyPatch, outputs: Any, name: str = "dev") -> Any:
    monkeypatch.setattr(stack, "IS_OWN_PROJECT", True)
    return stack.read_stack(name, lambda *_, **__: subprocess.CompletedProcess([], 0, json.dumps(outputs), ""))


def test_a_program_of_ones_own_says_its_agents_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    found = own(monkeypatch, {"agents": {"a": OWN}, "other": 1})
    assert (found.region, found.data_bucket, found.endpoints, [*found.agents]) == ("eu-west-1", "", {}, ["a"])


def test_the_laptops_endpoints_are_those_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_SFN", "http://127.0.0.1:1")
    found = own(monkeypatch, {"agents": {"a": OWN}, "dataBucket": "data-1", "region": "eu-west-2"}, "local")
    assert (found.region, found.data_bucket, found.endpoints) == ("eu-west-2", "data-1", {"sfn": "http://127.0.0.1:1"})


@pytest.mark.parametrize(
    ("outputs", "given"),
    [
        ({}, "has no output `agents`"),
        ({"x": 1}, "has no output `agents`"),
        ({"agents": {}}, "has the output `agents`: {}"),
        ({"agents": ["a"]}, r'has the output `agents`: \["a"\]'),
    ],
)
def test_a_program_that_doesnt_say_its_agents_is_told_how(outputs: Any, given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StackError, match=rf"^stack 'dev' {given}\. .* Then deploy it: pulumi up --stack dev$"):
        own(monkeypatch, outputs)
