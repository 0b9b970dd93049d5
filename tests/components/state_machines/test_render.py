"""The rendered state machine as data. How it runs is in test_state_machine_runs.py."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from agents import AGENTS
from agents.declaration import EVENTS_OF_A_CALL, EVENTS_OF_A_TURN, MOST_EVENTS, MOST_RETRIES, Agent, FolderTool, Limits
from cli.new.golden import golden, golden_file
from components.state_machines.kinds.branch import template
from components.state_machines.made_up import made_up
from components.state_machines.render import TEMPLATE, PromptTooLargeError
from components.state_machines.seconds import longest_seconds
from components.state_machines.template import TemplateError, fill
from tests.components.loop import NO_FIELDS, expressions

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", sorted(AGENTS))
def test_the_state_machine_is_the_one_that_was_reviewed(name):
    """`UPDATE_GOLDEN=1 make test` writes the file anew; its diff is reviewed with the change."""
    text = golden(AGENTS[name])
    file = ROOT / golden_file(name)
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(text)
    assert text == file.read_text()


def test_every_tool_is_a_task_of_its_own_name_behind_a_rule():
    states = made_up(AGENTS["sql"])["States"]["Use tools"]["ItemProcessor"]["States"]
    assert list(states) == [
        "Which tool",
        "Refuse call",
        "Tool failed",
        "get_db_schema",
        "execute_sql_query",
        "execute_python",
    ]
    assert [rule["Next"] for rule in states["Which tool"]["Choices"]] == [
        "Refuse call",
        "Refuse call",
        "Refuse call",
        "Refuse call",
        "get_db_schema",
        "execute_sql_query",
        "execute_python",
    ]
    assert states["Which tool"]["Choices"][5]["Condition"] == "{% $states.input.name = 'execute_sql_query' %}"
    assert states["execute_python"]["Arguments"]["FunctionName"].endswith(":function:code-interpreter")


def test_a_tool_brings_its_timeout_and_its_retries():
    tool = FolderTool("t", function="f", description="d", input_schema=NO_FIELDS, timeout_seconds=7, retries=2)
    agent = Agent("a", "d", "p", (tool,), NO_FIELDS)
    task = made_up(agent)["States"]["Use tools"]["ItemProcessor"]["States"]["t"]
    # The function ends after 7 seconds, and may take 30 to begin.
    assert task["TimeoutSeconds"] == 7 + 30
    assert task["Retry"][-1] == {
        "ErrorEquals": ["States.TaskFailed", "States.Timeout"],
        "IntervalSeconds": 1,
        "MaxAttempts": 2,
    }


def test_an_agent_without_tools_can_only_answer():
    agent = Agent("a", "d", "p", (), NO_FIELDS)
    definition = made_up(agent)
    payload = definition["States"]["Call LLM"]["Arguments"]["Payload"]
    assert [tool["name"] for tool in payload["tools"]] == ["final_answer"]
    states = definition["States"]["Use tools"]["ItemProcessor"]["States"]
    # AWS refuses a state that no other state leads to.
    assert list(states) == ["Which tool", "Refuse call"]


def test_the_final_answer_is_a_tool_that_takes_the_output_schema():
    payload = made_up(AGENTS["sql"])["States"]["Call LLM"]["Arguments"]["Payload"]
    assert payload["tools"][-1]["name"] == "final_answer"
    assert payload["tools"][-1]["input_schema"] == AGENTS["sql"].output_schema


def test_the_machine_times_out_only_after_its_agents_own_limit_and_its_longest_steps():
    agent = replace(AGENTS["sql"], limits=Limits(seconds=100))
    definition = made_up(agent)
    assert definition["States"]["Call LLM"]["TimeoutSeconds"] == 120 + 30
    tools = [state for state in definition["States"]["Use tools"]["ItemProcessor"]["States"].values() if state["Type"] == "Task"]
    # The turn that began before the limit, and the last call.
    longest = 2 * longest_seconds(definition["States"]["Call LLM"]) + max(map(longest_seconds, tools))
    assert definition["TimeoutSeconds"] == 100 + longest + 60


def test_the_longest_time_of_a_task_counts_every_attempt_and_every_pause():
    throttled = {
        "ErrorEquals": ["Lambda.TooManyRequestsException"],
        "IntervalSeconds": 2,
        "BackoffRate": 3.0,
        "MaxAttempts": 3,
        "MaxDelaySeconds": 10,
    }
    failed = {"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 1, "MaxAttempts": 2}
    refused = {"ErrorEquals": ["Lambda.KMSDisabledException"], "MaxAttempts": 0}
    task = {"TimeoutSeconds": 100, "Retry": [throttled, refused, failed]}
    # Calls that never began take the time to begin.
    assert longest_seconds(task) == 100 + (3 * 30 + 2 + 6 + 10) + (2 * 100 + 1 + 2)


def test_the_tools_assign_no_variable_that_the_loop_assigns():
    """In AWS a name that the outer scope has assigned can't be assigned in a Map:
    https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html#variable-scope
    """
    states = json.loads(TEMPLATE.read_text())["States"]
    inner = states["Use tools"].pop("ItemProcessor")
    assert assigned(inner) == {"refusal"}
    assert assigned(template("function")) == {"refusal", "call_id", "fault", "trace", "said", "raw"}
    assert assigned(states) & (assigned(inner) | assigned(template("function"))) == set()


def assigned(part) -> set[str]:
    if isinstance(part, list):
        return set().union(*map(assigned, part))
    if not isinstance(part, dict):
        return set()
    return set(part.get("Assign", {})).union(*map(assigned, part.values()))


def test_the_longest_run_fits_into_a_history_of_25_000_events():
    """By the counts of test_runs.py: 11 events a turn, 11 a call that crashes, 6 a refused one, 3 a retry."""
    definition = made_up(AGENTS["sql"])
    retries_of_llm = sum(retry["MaxAttempts"] for retry in definition["States"]["Call LLM"]["Retry"])
    tool = definition["States"]["Use tools"]["ItemProcessor"]["States"]["get_db_schema"]
    retries_of_tool = sum(retry["MaxAttempts"] for retry in tool["Retry"][:-1]) + MOST_RETRIES
    # The caller passes on one call too many. A turn whose calls are all refused has the most events of its own.
    calls = definition["States"]["Call LLM"]["Arguments"]["Payload"]["options"]["max_tool_uses"] + 1
    assert (calls, retries_of_tool, retries_of_llm) == (9, 12, 21)
    assert 11 + 6 * calls + 3 * retries_of_llm == EVENTS_OF_A_TURN
    assert (11 + 3 * retries_of_tool) - 6 == EVENTS_OF_A_CALL
    assert MOST_EVENTS + 10 < 25_000


def test_every_expression_stands_in_the_template_and_fits_a_line():
    written = set()
    for expression in expressions([json.loads(TEMPLATE.read_text()), template("function")]):
        assert re.fullmatch(r"\{% \S.*\S %\}", expression), expression
        assert len(expression) <= len("{%  %}") + 120, expression
        written.add(expression)
    rule = "{% $states.input.name = '${tool}' %}"
    for agent in AGENTS.values():
        rules = {rule.replace("${tool}", tool.name) for tool in agent.tools}
        named = {one.replace("${agent}", agent.name).replace("${bucket}", "data-bucket") for one in written - {rule}}
        assert set(expressions(made_up(agent))) == named | rules


@pytest.mark.attack("state_machine")
@pytest.mark.parametrize("text", ["{% $states %}", "  {% 1 %}", "{%"])
def test_a_prompt_that_would_run_as_an_expression_is_refused(text):
    with pytest.raises(TemplateError, match=r"the text of system_prompt starts with '\{%'"):
        made_up(replace(AGENTS["sql"], system_prompt=text))


@pytest.mark.attack("state_machine")
def test_an_expression_deep_in_a_schema_is_refused_too():
    schema = NO_FIELDS | {"properties": {"a": {"type": "string", "enum": ["x", "{% $uuid() %}"]}}}
    with pytest.raises(TemplateError, match=r"the text of tools starts with '\{%'"):
        made_up(replace(AGENTS["sql"], output_schema=schema))


@pytest.mark.parametrize("text", ['"}, "x": {"', "${limits}", "it's {% 1 %}", "\\", "日本語"])
def test_any_other_prompt_stays_the_text_that_it_is(text):
    payload = made_up(replace(AGENTS["sql"], system_prompt=text))["States"]["Call LLM"]["Arguments"]["Payload"]
    assert payload["system"] == text


def test_an_agent_whose_texts_leave_no_room_for_a_conversation_is_refused():
    made_up(replace(AGENTS["sql"], system_prompt="x" * 15_000))
    with pytest.raises(
        PromptTooLargeError, match=r"agent 'sql': its system prompt, tools and output schema are 2\d,\d+ bytes of JSON; 24,576 are"
    ):
        made_up(replace(AGENTS["sql"], system_prompt="日" * 8_000))


def test_a_placeholder_without_a_value_and_a_value_without_a_placeholder_are_errors():
    assert fill({"a": ["${x}", "b"]}, {"x": {"y": 1}}) == {"a": [{"y": 1}, "b"]}
    with pytest.raises(TemplateError, match=re.escape("the template's '${y}' is not one of: ${x}")):
        fill({"a": "${x}", "b": "${y}"}, {"x": 1})
    with pytest.raises(TemplateError, match=re.escape("the template's 'to ${x}' is not one of: ${x}")):
        fill({"a": "to ${x}"}, {"x": 1})
    with pytest.raises(TemplateError, match="the template has no placeholder for: z"):
        fill({"a": "${x}"}, {"x": 1, "z": 2})


@pytest.mark.parametrize("which", sorted(AGENTS))
def test_statelint_finds_nothing(which, tmp_path):
    path = _written(which, tmp_path)
    done = subprocess.run([Path(sys.executable).with_name("statelint"), path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("which", sorted(AGENTS))
def test_asl_validator_finds_nothing(which, tmp_path, javascript):
    path = _written(which, tmp_path)
    done = javascript("node_modules/asl-validator/dist/bin/asl-validator.js", "--json-path", str(path))
    assert (done.returncode, done.stdout.strip()) == (0, f'✓ State machine definition "{path}" is valid')


def _written(which: str, folder: Path) -> Path:
    path = folder / f"{which}.asl.json"
    # asl-validator's pattern for a plain text doesn't reach over a line break, so the prompt gets none here.
    path.write_text(json.dumps(made_up(replace(AGENTS[which], system_prompt="One line."))))
    return path
