"""Every branch file: valid alone with the loop, and the same as the others in all that kinds have in common."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from agents.declaration import EVENTS_OF_A_CALL, MOST_RETRIES
from components.state_machines.kinds import table
from components.state_machines.kinds.branch import FOLDER, template
from components.state_machines.kinds.table import filled
from components.state_machines.made_up import PLACEHOLDERS
from components.state_machines.render import TEMPLATE, render
from local.step_functions import evaluate
from tests.components.loop import ARN, NO_FIELDS, Agent, expressions
from tests.components.state_machines.kinds.samples import ARN as FUNCTION
from tests.components.state_machines.kinds.samples import FIND_ORDER, SAMPLES, plain

FILES = sorted(path.name.removesuffix(".asl.json") for path in FOLDER.glob("*.asl.json"))
TOOLS = [tool for tools in SAMPLES.values() for tool in tools]
CATCH = template("function")["${tool}"]["Catch"]
CAUGHT = [["States.DataLimitExceeded"], ["States.ALL"]]


def named(tool: Any) -> str:
    return str(tool["name"])


def tasks(states: dict[str, Any]) -> list[dict[str, Any]]:
    return [state for state in states.values() if state["Type"] == "Task"]


def test_every_kind_has_samples_and_a_branch_file() -> None:
    assert SAMPLES.keys() == table.KINDS.keys()
    assert {*table.KINDS} <= {*FILES}


@pytest.mark.parametrize("kind", FILES)
def test_a_branch_file_is_valid_alone_with_the_loop(kind: str, tmp_path: Path, javascript: Any) -> None:
    definition = json.loads(TEMPLATE.read_text())
    states = definition["States"]["Use tools"]["ItemProcessor"]["States"]
    states |= template(kind)
    if kind == "agent":
        # Its failures have a state of their own, and AWS refuses a state that no other state leads to.
        del states["Tool failed"]
    _validate(definition, tmp_path, javascript)


def _validate(definition: dict[str, Any], folder: Path, javascript: Any) -> None:
    path = folder / "definition.asl.json"
    path.write_text(json.dumps(definition))
    done = subprocess.run([Path(sys.executable).with_name("statelint"), path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    done = javascript("node_modules/asl-validator/dist/bin/asl-validator.js", "--json-path", str(path))
    assert (done.returncode, done.stdout.strip()) == (0, f'✓ State machine definition "{path}" is valid')


def _without_words(catch: dict[str, Any]) -> dict[str, Any]:
    return catch | {"Assign": [*catch["Assign"]]}


@pytest.mark.parametrize("kind", FILES)
def test_a_branch_file_has_its_own_states_and_what_all_have_in_common(kind: str) -> None:
    states = template(kind)
    assert next(iter(states)) == "${tool}"
    assert all(name == "${tool}" or name.startswith("${tool}: ") for name in states)
    # A name of a state has 80 characters at most, and a tool's name 64.
    assert all(len(name) <= len("${tool}") + 16 for name in states)
    # What a run of another agent has spent counts in this one. So its results say that too, and so does its failure.
    own = kind == "agent"
    for task in tasks(states):
        assert [one["ErrorEquals"] for one in task["Catch"]] == CAUGHT
        # A kind may find the words of its error in another way.
        assert own or [_without_words(one) for one in task["Catch"]] == [_without_words(one) for one in CATCH]
    for name, state in states.items():
        if state.get("End"):
            assert [*state["Output"]] == ["type", "tool_use_id", "content", "is_error", *(["used"] if own else [])]
            if name == "${tool}: failed":
                assert (", 0, 2000)" in state["Output"]["content"], state["Output"]["is_error"]) == (True, True)
                continue
            assert "< 17000" in state["Output"]["content"]
            assert "< 17000" in state["Output"]["is_error"]
    for expression in expressions(states):
        assert re.fullmatch(r"\{% \S.*\S %\}", expression), expression
        assert len(expression) <= len("{%  %}") + 120, expression


@pytest.mark.parametrize("tool", TOOLS, ids=named)
def test_a_tool_of_each_kind_has_a_timeout_its_own_retries_and_few_enough_events(tool: dict[str, Any]) -> None:
    states = table.states(tool | {"retries": 2})
    assert all(task["TimeoutSeconds"] >= tool["timeout_seconds"] for task in tasks(states))
    assert tasks(states)[0]["Retry"][-1]["MaxAttempts"] == (MOST_RETRIES if "agent" not in tool else 0)
    # By the counts of test_runs.py: 11 events a call that fails, 3 a retry, and 2 a state that isn't the first.
    retries = sum(retrier["MaxAttempts"] for task in tasks(states) for retrier in task["Retry"])
    more = 2 * (len(states) - 1) + 3 * (len(tasks(states)) - 1)
    assert (11 + 3 * retries + more) - 6 <= EVENTS_OF_A_CALL


FREE = {
    "api": (plain("a", api=FIND_ORDER | {"result": "{% $result.Item.text.S %}"}), {"Item": {"text": {"S": "TEXT"}}}),
    "http": (SAMPLES["http"][0], {"StatusCode": 200, "StatusText": "OK", "ResponseBody": "TEXT"}),
    "function": (plain("a", function={"arn": f"{FUNCTION}a", "event": {}}), {"Payload": "TEXT"}),
}
"""A tool of each kind whose result no toolkit makes, and what its call gives back."""


@pytest.mark.parametrize("kind", FREE)
def test_eight_results_in_any_script_fit_into_a_state(kind: str) -> None:
    tool, answer = FREE[kind]
    [state] = table.states(tool).values()
    # あ has three bytes in UTF-8.
    for text, is_error in (("a" * 16_900, False), ("あ" * 5_600, False), ("あ" * 5_700, True), ("😀" * 5_700, True)):
        returned = json.loads(json.dumps(answer).replace("TEXT", text))
        given = {"states": {"input": {"input": {}}, "result": returned}, "texts": ["string"], "unusable": "unusable"}
        seen = [evaluate(state["Output"][key][2:-2].strip(), given) for key in ("content", "is_error")]
        assert seen == ["unusable" if is_error else text, is_error]


def test_an_agents_answer_in_any_script_fits_too() -> None:
    state = table.states(SAMPLES["agent"][0])["ask: answer"]
    for text, is_error in (("a" * 16_900, False), ("あ" * 5_600, False), ("あ" * 5_700, True)):
        given = {"states": {"input": {"text": text, "answered": True}}, "unusable": "unusable"}
        seen = [evaluate(state["Output"][key][2:-2].strip(), given) for key in ("content", "is_error")]
        assert seen == ["unusable" if is_error else text, is_error]


def test_tools_of_every_kind_stand_in_one_state_machine_beside_each_other(tmp_path: Path, javascript: Any) -> None:
    agent = Agent("tester", "Tests.", "Test.", (), NO_FIELDS)
    definition = render(agent, f"{ARN}call-llm", filled(TOOLS, PLACEHOLDERS), "data")
    _validate(definition, tmp_path, javascript)
    states = definition["States"]["Use tools"]["ItemProcessor"]["States"]
    assert [rule["Next"] for rule in states["Which tool"]["Choices"][4:]] == [tool["name"] for tool in TOOLS]
    assert [name for name in states if name in {tool["name"] for tool in TOOLS}] == [tool["name"] for tool in TOOLS]


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        ({}, "has none of "),
        ({"function": None}, "has none of "),
        ({"function": {"arn": ""}}, "is declared wrongly:\n- arn is '': allowed is the ARN of a Lambda function"),
    ],
)
def test_a_tool_is_of_exactly_one_kind(kind: dict[str, Any], problem: str) -> None:
    with pytest.raises(table.ToolArgsError, match=f"the tool 'look' {problem}"):
        table.states(plain("look", **kind))
