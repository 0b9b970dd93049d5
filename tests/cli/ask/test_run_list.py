"""`agent runs` and the names that a run is found by, on the real Step Functions interpreter."""

import json
import os
import time
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from cli.ask.clients import client
from cli.ask.errors import AgentNotFoundError, RunNotFoundError
from cli.ask.found_run import find
from cli.ask.run_list import recent_runs
from cli.ask.stack import AgentOutputs, Stack
from local.step_functions import clients
from tests.cli.ask.conftest import ROLE, Deployed
from tests.cli.ask.scripted_runs import Script, definition, final, functions, turn
from tests.in_process import InProcessLambda

USAGE = {"turns": 1, "tool_calls": 0, "input_tokens": 1200, "output_tokens": 80, "cost_usd": 0.0048}
FAILS = {"QueryLanguage": "JSONata", "StartAt": "Fail", "States": {"Fail": {"Type": "Fail", "Error": "Boom", "Cause": "of a test"}}}


class Runs:
    """Two agents on one interpreter: `sql`, which answers, and `web`, whose runs fail."""

    def __init__(self, endpoint: str) -> None:
        self.client = boto3.client("stepfunctions", region_name="us-east-1", endpoint_url=endpoint)
        self.stack = Stack("dev", {}, "data", "us-east-1", {"sfn": endpoint})
        for name, machine in (("sql", definition()), ("web", FAILS)):
            made = self.client.create_state_machine(name=f"{name}-dev", definition=json.dumps(machine), roleArn=ROLE)
            self.stack.agents[name] = AgentOutputs(name, made["stateMachineArn"], f"{name}-dev", "", {}, {}, ())

    def start(self, agent: str, name: str, question: str = "Who?") -> str:
        """Run to the end; return the ARN."""
        machine = self.stack.agents[agent].state_machine_arn
        arn = self.client.start_execution(stateMachineArn=machine, name=name, input=json.dumps({"prompt": question}))[
            "executionArn"
        ]
        deadline = time.monotonic() + 60
        while self.client.describe_execution(executionArn=arn)["status"] == "RUNNING":
            assert time.monotonic() < deadline
            time.sleep(0.02)
        return arn

    def found(self, given: str) -> str:
        run, described = find(client("stepfunctions", self.stack), self.stack, given)
        assert described["executionArn"] == run.arn
        return run.arn

    def refused(self, given: str) -> str:
        with pytest.raises(RunNotFoundError) as raised:
            self.found(given)
        return str(raised.value)


@pytest.fixture
def runs(engine: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runs]:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    script = Script(turns=[], tools={})
    script.call_llm = lambda event: turn("", final(answer="Yes.", queries=[], charts=[]))
    clients.register(ROLE, {"lambda": InProcessLambda(functions(script))}.__getitem__)
    yield Runs(engine)
    clients.unregister(ROLE)


def test_a_run_is_found_by_its_name_its_arn_the_beginning_of_its_name_and_as_the_last(runs: Runs) -> None:
    first, last = runs.start("sql", "who-hit-most-1"), runs.start("web", "where-is-it-2")

    assert [runs.found(given) for given in ("who-hit-most-1", first, "who", "w" + "ho-hit-most")] == [first] * 4
    assert [runs.found(given) for given in ("where-is-it-2", "where", "last")] == [last] * 3


def test_a_run_that_an_agent_started_is_not_the_last_one_of_a_person(runs: Runs) -> None:
    asked, called = runs.start("web", "where-is-it-2"), runs.start("sql", "where-is-it-2-0a1b2c3d-1-0")

    assert (runs.found("last"), runs.found("where-is-it-2-0a")) == (asked, called)


def test_the_whole_name_goes_before_a_longer_one_that_begins_with_it(runs: Runs) -> None:
    short, _ = runs.start("sql", "who"), runs.start("web", "who-else")
    assert runs.found("who") == short


def test_two_agents_with_runs_of_one_beginning_are_both_named(runs: Runs) -> None:
    runs.start("sql", "who-1")
    runs.start("web", "who-2")

    assert runs.refused("who-") == "2 runs begin with 'who-'. Give more of the name:\n  web: who-2\n  sql: who-1"


def test_two_agents_with_runs_of_one_name_are_told_apart_by_the_arn(runs: Runs) -> None:
    arns = [runs.start("sql", "same"), runs.start("web", "same")]

    assert runs.refused("same") == f"2 agents have a run called same. Give one's ARN:\n  {arns[0]}\n  {arns[1]}"
    assert [runs.found(arn) for arn in arns] == arns


def test_a_wrong_name_is_answered_with_the_nearest_ones(runs: Runs) -> None:
    runs.start("sql", "who-hit-most-1a2b")

    refusal = runs.refused("who-hit-most-1a2c")
    assert refusal.startswith("there is no run 'who-hit-most-1a2c'. The nearest:\n  sql: who-hit-most-1a2b\nSee the recent ones: ")
    assert refusal.endswith("agent runs --stack dev")


def test_a_stack_without_runs_has_no_last_one(runs: Runs) -> None:
    assert runs.refused("last").startswith("this stack has no runs yet. Ask something: ")


def test_the_runs_of_all_agents_are_listed_newest_first_with_what_they_took(runs: Runs) -> None:
    runs.start("sql", "first", "Who hit\nthe most?")
    runs.start("web", "second", "x" * 500)

    second, first = recent_runs(client("stepfunctions", runs.stack), runs.stack, 10)

    assert (first.name, first.agent, first.status, first.question) == ("first", "sql", "SUCCEEDED", "Who hit\nthe most?")
    assert {name: first.usage[name] for name in USAGE} == USAGE
    assert (second.name, second.agent, second.status, second.usage) == ("second", "web", "FAILED", None)
    shown = second.in_lines().plain.split("\n")
    assert shown[:2] == ["second", "  web: " + "x" * 72 + "…"]
    assert shown[2].startswith("  failed · 20")
    assert shown[2].endswith(" s · turns, tokens, cost unknown")
    assert first.in_lines().plain.split("\n")[2].endswith(" s · 1 turn · 1,280 tokens · $0.0048")
    assert second.as_json() | {"started": "", "seconds": 0, "execution_arn": ""} == {
        "name": "second",
        "execution_arn": "",
        "agent": "web",
        "status": "FAILED",
        "started": "",
        "seconds": 0,
        "turns": None,
        "tool_calls": None,
        "input_tokens": None,
        "output_tokens": None,
        "cost_usd": None,
        "question": "x" * 500,
    }


def test_one_agents_runs_are_listed_alone_and_no_more_than_the_limit(runs: Runs) -> None:
    for name in ("a", "b", "c"):
        runs.start("sql", name)
    runs.start("web", "other")
    step_functions = client("stepfunctions", runs.stack)

    assert [run.name for run in recent_runs(step_functions, runs.stack, 2, "sql")] == ["c", "b"]
    with pytest.raises(AgentNotFoundError, match=r"^there is no agent 'birds'"):
        recent_runs(step_functions, runs.stack, 2, "birds")


def lines(output: bytes) -> list[str]:
    return output.decode().splitlines()


def test_the_commands_show_a_run_by_its_name(scripted: Any) -> None:
    script = Script(turns=[turn("", final(answer="Yes.", queries=[], charts=[]))], tools={})
    deployed: Deployed = scripted(script)
    name = json.loads(deployed.ask("sql", "Who?", "--json").stdout)["execution_arn"].rpartition(":")[2]

    listed, shown = deployed.run("runs"), deployed.run("show", name)

    assert lines(listed.stdout)[:2] == [name, "  sql: Who?"]
    assert max(map(len, lines(listed.stdout))) <= 80
    assert [line for line in lines(shown.stdout) if line][:2] == ["sql: Who?", f"run {name}"]
    assert "Yes." in lines(shown.stdout)
    assert (listed.returncode, shown.returncode) == (0, 0)


def test_a_question_of_150_kb_on_standard_input_comes_through(scripted: Any) -> None:
    deployed: Deployed = scripted(Script(turns=[turn("", final(answer="Yes.", queries=[], charts=[]))], tools={}))
    question = "Count the words. " + "word " * 30_000

    done = deployed.ask("sql", "-", "--json", stdin=question.encode())

    sfn = boto3.client("stepfunctions", region_name="us-east-1", endpoint_url=deployed.endpoint)
    described = sfn.describe_execution(executionArn=json.loads(done.stdout)["execution_arn"])
    assert json.loads(described["input"]) == {"prompt": question.strip()}


@pytest.mark.parametrize("command", [["ask", "sql", "Who?", "--no-deploy"], ["runs"], ["logs", "last"]], ids=lambda words: words[0])
def test_a_laptop_stack_that_is_not_up_says_how_to_start_it(deployed: Deployed, command: list[str]) -> None:
    done = deployed.run(*command, "--stack", "local", LOCAL_FOLDER=str(deployed.folder / "laptop"))

    assert (done.returncode, done.stderr.decode()) == (3, "error: the laptop stack isn't up. Start it: agent up\n")
