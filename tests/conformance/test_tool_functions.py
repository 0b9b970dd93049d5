"""What every tool function of lambda/tools does alike, whatever its tools: made from its own tools.json, played on its package.

Nothing here reaches a tool's own code: each event is refused before.
"""

from collections.abc import Callable
from typing import Any

import pytest

from components.packaging.package import ROOT
from local.built_function import Answer, BuiltFunction, declared, tool_folder

FOLDERS = sorted(path.parent.name for path in (ROOT / "lambda" / "tools").glob("*/tools.json"))

# With secrets and settings an environment is empty here: what is refused needs none.
RUN = {"execution": "run-1", "agent": "sql", "results": {"bucket": "no-such-bucket", "prefix": "runs/run-1/"}}

# What is sent, and a word of what the sender is told.
BROKEN_EVENTS = {
    "a text": ("hello", "object"),
    "a list": ([], "object"),
    "no id": ({"name": "{tool}", "input": {}}, "id"),
    "an empty id": ({"id": "", "name": "{tool}", "input": {}}, "id"),
    "no name": ({"id": "toolu_1", "input": {}}, "name"),
    "a run that is a text": ({"id": "toolu_1", "name": "{tool}", "input": {}, "run": "run-1"}, "run"),
    "results without a prefix": ({"id": "toolu_1", "name": "{tool}", "input": {}, "run": {"results": {"bucket": "b"}}}, "prefix"),
}


@pytest.fixture(params=FOLDERS, scope="session")
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="session")
def function(name: str, built_tool: Callable[[str], BuiltFunction]) -> BuiltFunction:
    """The built function. One whose toolchain isn't on this machine fails, in the toolchain's words."""
    return built_tool(name)


def tools_of(name: str) -> list[dict[str, Any]]:
    return declared(tool_folder(name))["tools"]


def use(tool: str, given: Any) -> dict[str, Any]:
    return {"id": "toolu_1", "name": tool, "input": given, "run": RUN}


def refused(answer: Answer, tool: str) -> str:
    """The text of an error result, and nothing else."""
    assert answer.error is None, f"the function failed: {answer.error}"
    result = dict(answer.result)
    content = result.pop("content")
    assert result == {"type": "tool_result", "tool_use_id": "toolu_1", "name": tool, "is_error": True}
    return content


def test_a_tool_that_is_not_there_is_answered_with_those_that_are(name: str, function: BuiltFunction) -> None:
    text = refused(function.invoke(use("no_such_tool", {})), "no_such_tool")
    assert [known for known in ("no_such_tool", *(tool["name"] for tool in tools_of(name))) if known not in text] == []


def test_an_input_that_is_a_list_is_refused_by_each_tool(name: str, function: BuiltFunction) -> None:
    for tool in tools_of(name):
        text = refused(function.invoke(use(tool["name"], ["strange"])), tool["name"])
        assert "object" in text
        assert "strange" in text


def test_a_field_that_a_tool_does_not_know_is_refused_by_its_name_and_with_those_it_knows(
    name: str, function: BuiltFunction
) -> None:
    for tool in tools_of(name):
        text = refused(function.invoke(use(tool["name"], {"no_such_field": 1})), tool["name"])
        fields = tool["input_schema"].get("properties", {})
        # A field that is missing as well may be named first; all that are known are said in either case.
        assert [field for field in fields if field not in text] == []
        if not tool["input_schema"].get("required"):
            assert "no_such_field" in text


def test_a_required_field_that_is_missing_is_named(name: str, function: BuiltFunction) -> None:
    for tool in tools_of(name):
        required = tool["input_schema"].get("required", [])
        if required:
            text = refused(function.invoke(use(tool["name"], {})), tool["name"])
            assert [field for field in required if field not in text] == []


@pytest.mark.parametrize(("event", "said"), BROKEN_EVENTS.values(), ids=BROKEN_EVENTS)
def test_an_event_that_breaks_the_contract_is_the_senders_fault(name: str, function: BuiltFunction, event: Any, said: str) -> None:
    if isinstance(event, dict) and event.get("name") == "{tool}":
        event = event | {"name": tools_of(name)[0]["name"]}
    answer = function.invoke(event)
    assert answer.error, f"the function did not fail but returned {answer.result}"
    assert answer.error.name == "MalformedEventError"
    assert said in answer.error.message


def test_each_refusal_is_logged_in_one_line_without_what_was_given(name: str, function: BuiltFunction) -> None:
    tool = tools_of(name)[0]["name"]
    answer = function.invoke(use(tool, ["a secret"]))
    [line] = [line for line in answer.log_lines() if line.get("message") == "tool_use"]
    expected = {
        "outcome": "error",
        "execution": "run-1",
        "agent": "sql",
        "tool": tool,
        "tool_use_id": "toolu_1",
        "stored_bytes": None,
    }
    assert {key: line[key] for key in expected} == expected
    assert not any("secret" in printed for printed in answer.log)
