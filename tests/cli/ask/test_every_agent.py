"""Every agent of a stack is asked its first question."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from cli.ask.every_agent import what_failed
from cli.ask.outcome import Outcome
from tests.cli.ask.conftest import ROOT, Deployed
from tests.cli.ask.scripted_runs import SQL, Script, final, turn
from tests.cli.ask.test_command import asked

Scripted = Callable[[Script], Deployed]


def script_of_many(*texts: str) -> Script:
    """Each run begins anew, and takes the next text."""
    left = list(texts)
    script = Script(turns=[], tools={})
    script.call_llm = lambda event: turn("", final(answer=left.pop(0), queries=[], charts=[]))
    return script


def every_agent(deployed: Deployed, as_json: bool = False) -> "subprocess.CompletedProcess[bytes]":
    deployed.command()
    agents = list(deployed.outputs["dev"]["agents"])
    code = f"import sys; from cli.ask.every_agent import ask_every_agent; sys.exit(ask_every_agent('dev', {agents}, {as_json}))"
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=deployed.environment, capture_output=True, timeout=60)


def test_every_agent_is_asked_and_a_table_shows_what_it_took(scripted: Scripted) -> None:
    deployed = scripted(script_of_many("In the 2020s."))

    done = every_agent(deployed)

    lines = done.stdout.decode().splitlines()
    assert (done.returncode, done.stderr) == (0, b"")
    assert lines[0] == f"sql: {SQL.questions[0]}"
    assert lines[1:3] == ["In the 2020s.", ""]
    assert lines[4].split() == ["agent", "question", "answer", "time", "turns", "tools", "tokens", "cost"]
    [row] = [line for line in lines[5:] if "In the 2020s." in line]
    assert row.startswith("sql ")
    assert row.rstrip().endswith(" ok")
    assert lines[-1].startswith("1 of 1 agents answered, in ")
    assert asked(deployed) == [{"prompt": SQL.questions[0]}]


def test_one_agent_that_fails_keeps_no_other_from_being_asked(scripted: Scripted) -> None:
    deployed = scripted(script_of_many("Yes."))
    agents = deployed.outputs["dev"]["agents"]
    machine = agents["sql"]["stateMachineArn"]
    deployed.outputs["dev"]["agents"] = {
        "financial": agents["sql"] | {"stateMachineArn": machine + "-gone"},
        "birds": agents["sql"] | {"questions": []},
        "sql": agents["sql"],
    }

    done = every_agent(deployed, as_json=True)

    found = json.loads(done.stdout)["agents"]
    assert done.returncode == 1
    assert list(found) == ["financial", "birds", "sql"]
    assert found["financial"]["status"] == "NOT_STARTED"
    assert "the stack's state machine is gone" in found["financial"]["error"]["message"]
    assert found["birds"]["error"] == {"name": "QuestionError", "message": "it has no sample question"}
    assert (found["sql"]["status"], found["sql"]["question"], found["sql"]["output"]["answer"]) == (
        "SUCCEEDED",
        SQL.questions[0],
        "Yes.",
    )


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome(output={"answer": "Yes."}, stop_reason="answered"), None),
        (Outcome(output={"answer": "So far."}, stop_reason="tool_calls"), "reached its limit of tool calls"),
        (Outcome(output={"answer": "I can't answer this: no table."}, stop_reason="answered"), "a tool's result was of no use"),
        (Outcome(error={"name": "LLMAuth", "message": "no key"}), "LLMAuth: no key"),
    ],
)
def test_only_an_answer_is_a_good_end(outcome: Outcome, said: str | None) -> None:
    assert what_failed(outcome) == said
