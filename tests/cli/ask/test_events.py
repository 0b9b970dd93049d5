from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cli.ask.events import (
    AttemptFailed,
    ModelAnswered,
    RunEnded,
    RunReader,
    Step,
    ToolCalled,
    ToolFinished,
    TurnStarted,
    readable_cause,
    text_of,
)
from tests.cli.ask.recorded import as_boto3, history
from tests.cli.ask.scripted_runs import SCRIPTS, play

START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def outline(steps: list[Step]) -> list[tuple[Any, ...]]:
    """Steps without times."""
    lines: list[tuple[Any, ...]] = []
    for step in steps:
        match step:
            case TurnStarted():
                lines.append(("turn", step.turn))
            case ModelAnswered():
                lines.append(("answered", step.turn, step.text, [use["name"] for use in step.tool_uses], step.cost_usd))
            case ToolCalled():
                lines.append(("called", step.id, step.name, f"{step.index + 1} of {step.of}"))
            case AttemptFailed():
                lines.append(("attempt", step.attempt, step.error, step.cause, step.tool and step.tool.id))
            case ToolFinished():
                lines.append(("finished", step.call.id, step.is_error, step.content.split("\n")[0][:40]))
            case RunEnded():
                lines.append(("ended", step.status, step.error, step.cause))
    return lines


def test_a_run_with_a_repaired_query_reads_as_its_turns_and_tool_calls():
    assert outline(RunReader().read(history("repairs"))) == [
        ("turn", 1),
        ("answered", 1, "Let me look at the schema.", ["get_db_schema"], 0.0048),
        ("called", "toolu_1", "get_db_schema", "1 of 1"),
        ("finished", "toolu_1", False, "Batting: playerID TEXT, yearID INTEGER, "),
        ("turn", 2),
        ("answered", 2, "", ["execute_sql_query"], 0.0048),
        ("called", "toolu_2", "execute_sql_query", "1 of 1"),
        ("finished", "toolu_2", True, "no such column: HomeRuns"),
        ("turn", 3),
        ("answered", 3, "The column is called HR.", ["execute_sql_query"], 0.0048),
        ("called", "toolu_3", "execute_sql_query", "1 of 1"),
        ("finished", "toolu_3", False, '{"columns": ["nameFirst", "nameLast", "h'),
        ("turn", 4),
        ("answered", 4, "", ["execute_python"], 0.0048),
        ("called", "toolu_4", "execute_python", "1 of 1"),
        ("finished", "toolu_4", False, '{"stdout": "", "value": null, "figures":'),
        ("turn", 5),
        ("answered", 5, "", ["final_answer"], 0.0048),
        ("ended", "SUCCEEDED", "", ""),
    ]


def test_the_output_of_the_run_is_in_its_end():
    reader = RunReader()
    reader.read(history("repairs"))

    assert reader.ended.output["output"]["answer"] == "Barry Bonds hit 762, Hank Aaron 755."
    assert reader.ended.output["stop_reason"] == "answered"


def test_parallel_tool_calls_each_get_their_own_result_and_time():
    steps = RunReader().read(history("parallel"))

    finished = {step.call.id: step for step in steps if isinstance(step, ToolFinished)}
    assert {id: (step.call.index, step.call.of, step.call.name) for id, step in finished.items()} == {
        "toolu_a": (0, 3, "execute_sql_query"),
        "toolu_b": (1, 3, "get_db_schema"),
        "toolu_c": (2, 3, "drop_table"),
    }
    assert {id: (step.content, step.is_error) for id, step in finished.items()} == {
        "toolu_a": ("first", False),
        "toolu_b": ("second", False),
        "toolu_c": ("There is no tool drop_table.", True),
    }
    assert finished["toolu_a"].seconds >= 0.3 > finished["toolu_b"].seconds
    assert finished["toolu_c"].call.input == {"table": "People"}


def test_attempts_that_failed_tell_whose_they_were():
    assert outline(RunReader().read(history("crashes"))) == [
        ("turn", 1),
        ("attempt", 1, "LLMRateLimited", "429: slow down", None),
        ("answered", 1, "", ["get_db_schema"], 0.0048),
        ("called", "toolu_1", "get_db_schema", "1 of 1"),
        *[("attempt", number, "OSError", "database is gone", "toolu_1") for number in (1, 2, 3)],
        ("finished", "toolu_1", True, "OSError: database is gone"),
        ("turn", 2),
        ("answered", 2, "", ["final_answer"], 0.0048),
        ("ended", "SUCCEEDED", "", ""),
    ]


def test_a_failed_run_ends_with_its_error_and_cause():
    assert outline(RunReader().read(history("no_key"))) == [
        ("turn", 1),
        ("attempt", 1, "LLMAuth", "401: invalid x-api-key", None),
        ("ended", "FAILED", "LLMAuth", "401: invalid x-api-key"),
    ]


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_recordings_are_what_the_state_machine_does_today(name):
    # Iterations of a Map run side by side, so that their events come in any order.
    now = RunReader().read(as_boto3(play(name).events))

    assert sorted(map(repr, outline(now))) == sorted(map(repr, outline(RunReader().read(history(name)))))


@pytest.mark.parametrize("name", SCRIPTS)
def test_events_can_be_read_one_at_a_time(name):
    events = history(name)
    reader = RunReader()

    assert [step for event in events for step in reader.read([event])] == RunReader().read(events)


def events(*rows: tuple[int, str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Events a second apart: previousEventId, type, details."""
    return [
        {
            "id": number,
            "previousEventId": previous,
            "type": kind,
            "timestamp": START + timedelta(seconds=number),
            f"{kind[0].lower()}{kind[1:]}EventDetails": details,
        }
        for number, (previous, kind, details) in enumerate(rows, start=1)
    ]


MAP = (
    (0, "MapStateEntered", {}),
    (1, "MapStateStarted", {"length": 1}),
    (2, "MapIterationStarted", {"name": "Use tools", "index": 0}),
)


def test_a_tool_call_that_is_broken_off_is_an_error():
    history = events(
        *MAP, (3, "ChoiceStateEntered", {}), (4, "MapIterationAborted", {}), (0, "ExecutionAborted", {"cause": "enough"})
    )
    history[3]["stateEnteredEventDetails"] = {"name": "Which tool", "input": '{"id": "t", "name": "slow", "input": {}}'}

    assert outline(RunReader(turn=1).read(history)) == [
        ("called", "t", "slow", "1 of 1"),
        ("finished", "t", True, "the tool call was broken off"),
        ("ended", "ABORTED", "", "enough"),
    ]


def test_what_a_model_nests_without_end_ends_nothing():
    history = events(*MAP, (3, "ChoiceStateEntered", {}))
    nested = "[" * 100_000 + "]" * 100_000
    history[3]["stateEnteredEventDetails"] = {"name": "Which tool", "input": f'{{"id": "t", "name": "slow", "input": {nested}}}'}

    assert outline(RunReader(turn=1).read(history)) == [("called", "1.0", "Which tool", "1 of 1")]


def test_a_tool_that_timed_out_is_an_attempt_that_failed():
    history = events(*MAP, (3, "ChoiceStateEntered", {}), (4, "TaskTimedOut", {"error": "States.Timeout"}))
    history[3]["stateEnteredEventDetails"] = {"name": "Which tool", "input": '{"id": "t", "name": "slow", "input": {}}'}

    assert outline(RunReader().read(history))[-1] == ("attempt", 1, "States.Timeout", "", "t")


def test_a_run_that_was_redriven_goes_on():
    reader = RunReader()
    reader.read(events((0, "ExecutionFailed", {"error": "LLMAuth"}), (1, "ExecutionRedriven", {})))

    assert reader.ended is None


def test_a_run_that_timed_out_has_a_name_for_it():
    [ended] = RunReader().read(events((0, "ExecutionTimedOut", {})))

    assert (ended.status, ended.error) == ("TIMED_OUT", "States.Timeout")


@pytest.mark.parametrize(
    ("cause", "readable"),
    [
        ('{"errorMessage": "429: slow down", "errorType": "LLMRateLimited"}', "429: slow down"),
        ("plain words", "plain words"),
        ('{"other": 1}', '{"other": 1}'),
        (None, ""),
    ],
)
def test_a_cause_is_the_message_of_the_functions_error(cause, readable):
    assert readable_cause(cause) == readable


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("as it is", "as it is"),
        ([{"type": "text", "text": "one"}, {"type": "image", "source": {}}, {"type": "text", "text": "two"}], "one\n[image]\ntwo"),
        ({"key": "é"}, '{"key": "é"}'),
        (None, ""),
    ],
)
def test_the_content_of_a_result_is_text(content, text):
    assert text_of(content) == text
