"""Tools of functions that exist already: the event that they take, what the model gets, and what the role may call."""

from typing import Any

import pytest

from agents.declaration import Agent, FunctionTool
from components.state_machines.kinds.kind import Permission, ToolArgsError
from components.state_machines.kinds.table import permissions
from tests.components.loop import NO_FIELDS, Played, final, play, raises, turn, use

ARN = "arn:aws:lambda:us-east-1:123456789012:function:rates"
HERE = {"partition": "aws", "region": "us-east-1", "account": "123456789012"}
SCHEMA = {
    "type": "object",
    "properties": {"amount": {"type": "number"}, "to": {"type": "string"}},
    "required": ["amount"],
    "additionalProperties": False,
}


def a_tool(**changed: Any) -> FunctionTool:
    fields: dict[str, Any] = {"arn": f"{ARN}:live", "description": "Converts.", "input_schema": SCHEMA, "retries": 2}
    return FunctionTool("convert", **fields | {"reads_data": False, "sends_out": False} | changed)


def asked(tool: FunctionTool, returned: Any, **given: Any) -> Played:
    function = raises(returned) if isinstance(returned, Exception) else lambda _: returned
    agent = Agent("tester", "Tests.", "Test.", (tool,), NO_FIELDS)
    return play(turn(use("convert", "toolu_1", **given)), turn(final()), agent=agent, tools={"convert": function})


def result_of(played: Played) -> tuple[Any, bool]:
    [result] = played.results
    assert (result["type"], result["tool_use_id"]) == ("tool_result", "toolu_1")
    return result["content"], result["is_error"]


def test_a_function_gets_its_own_event_and_the_model_what_the_expression_makes_of_its_answer() -> None:
    tool = a_tool(
        event={"path": "/convert", "query": {"amount": "{% $input.amount %}", "to": "{% $input.to %}"}, "note": "$input"},
        result="{% {'total': $result.body.total, 'of': $input.amount} %}",
    )
    played = asked(tool, {"statusCode": 200, "body": {"total": 12.5}}, amount=10, to=None)
    # An optional field that is null isn't there.
    assert played.tool_events == [{"path": "/convert", "query": {"amount": 10}, "note": "$input"}]
    assert result_of(played) == ('{"total":12.5,"of":10}', False)


def test_without_an_event_it_is_asked_like_the_projects_own_and_without_both_it_answers_like_them() -> None:
    played = asked(a_tool(result="{% $result.total %}"), {"total": 3}, amount=1)
    assert [*played.tool_events[0]] == ["id", "name", "input", "run"]
    assert result_of(played) == ("3", False)
    own = asked(a_tool(), {"content": "3", "is_error": True}, amount=1)
    assert result_of(own) == ("3", True)


@pytest.mark.parametrize(("returned", "content"), [({"a": [1]}, '{"a":[1]}'), ("text", "text"), ([1, 2], "[1,2]"), (None, "null")])
def test_with_an_event_alone_the_model_gets_all_that_it_returns(returned: Any, content: str) -> None:
    assert result_of(asked(a_tool(event={}), returned, amount=1)) == (content, False)


def test_what_finds_nothing_or_too_much_is_an_error_result() -> None:
    unusable = ("The tool gave no result that can be used: no content, or too much of it.", True)
    assert result_of(asked(a_tool(result="{% $result.total %}"), {"other": 3}, amount=1)) == unusable
    assert result_of(asked(a_tool(event={}), "x" * 17_000, amount=1)) == unusable
    too_much = "The tool's result is over 256 KiB, more than a run can hold. Ask for less of it."
    assert result_of(asked(a_tool(event={}), "x" * 300_000, amount=1)) == (too_much, True)


def test_an_expression_that_fails_is_an_error_result_and_the_function_isnt_called_again() -> None:
    played = asked(a_tool(result="{% $result.total + 'x' %}"), {"total": 3}, amount=1)
    content, is_error = result_of(played)
    assert (content.split(":")[0], is_error, len(played.tool_events)) == ("States.QueryEvaluationError", True, 1)


def test_a_function_that_fails_is_called_again_as_often_as_the_tool_says() -> None:
    played = asked(a_tool(event={}), ValueError("no rate for XYZ"), amount=1)
    assert result_of(played) == ("ValueError: no rate for XYZ", True)
    assert len(played.tool_events) == 3


@pytest.mark.attack("iam")
def test_the_role_may_call_this_arn_and_no_other() -> None:
    assert permissions([a_tool().args({})], HERE) == [
        Permission("RunToolFunctions", ("lambda:InvokeFunction",), ("arn:aws:lambda:us-east-1:123456789012:function:rates:live",))
    ]


def test_a_function_of_another_region_or_account_is_refused_when_it_is_deployed() -> None:
    tool = a_tool().args({})
    with pytest.raises(ToolArgsError, match="region us-east-1: a state machine calls functions of its own region alone, eu-west-1"):
        permissions([tool], HERE | {"region": "eu-west-1"})
    with pytest.raises(ToolArgsError, match=r"account 123456789012: allowed is one of the stack's own account, 111122223333\."):
        permissions([tool], HERE | {"account": "111122223333"})
    meant = a_tool(other_account=True).args({})
    assert len(permissions([meant], HERE | {"account": "111122223333"})) == 1
