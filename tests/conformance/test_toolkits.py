"""Every toolkit keeps the tool contract: each case of tests/events/cases, in each language, by the built function as a process of
its own, with S3 by a real emulator."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from components.packaging.package import TOOLCHAINS
from local.built_function import BuiltFunction, declared
from tests.attacked import contract_case
from tests.conformance import case as cases

TOOLS = Path(__file__).parent / "tools"
LANGUAGES = sorted(TOOLCHAINS)

Start = Callable[[Path, str], BuiltFunction]


@pytest.fixture(params=LANGUAGES, scope="session")
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="session")
def function(language: str, built_function: Start) -> BuiltFunction:
    """The tools of the cases in one language. A language whose toolchain isn't here fails, in the toolchain's words."""
    return built_function(TOOLS / language, f"conformance-{language}")


def run_in(bucket: str) -> dict[str, Any]:
    return {"execution": "run-1", "agent": "sql", "results": {"bucket": bucket, "prefix": "runs/run-1/"}}


def test_each_language_declares_the_tools_of_the_cases(language: str) -> None:
    assert declared(TOOLS / language) == declared(cases.EVENTS) | {"language": language}


@pytest.mark.parametrize("path", map(contract_case, cases.CASES))
def test_a_toolkit_keeps_the_contract(function: BuiltFunction, path: Path, bucket: str) -> None:
    case = cases.read(path, bucket)
    cases.put_given(case, bucket)
    cases.check(case, function.invoke(case["event"]), bucket)


def test_big_json_is_stored_as_the_json_that_would_have_gone_inline(function: BuiltFunction, bucket: str) -> None:
    case = cases.read(cases.EVENTS / "cases" / "big_json.json", bucket)
    function.invoke(case["event"])
    [stored] = cases.stored_in(bucket)
    assert json.loads(stored.text) == {"text": case["event"]["input"]["text"], "times": 1}


@pytest.mark.parametrize(
    ("tool", "given", "expected"),
    [
        ("echo", {"text": "spoken"}, {"outcome": "ok", "content_bytes": 35, "stored_bytes": None}),
        ("refuse", {"reason": "spoken"}, {"outcome": "error", "content_bytes": 8, "stored_bytes": None}),
        ("repeat", {"text": "spoken ", "count": 3000}, {"outcome": "ok", "stored_bytes": 21000}),
        ("crash", {}, {"outcome": "crash"}),
    ],
)
def test_a_tool_use_logs_one_line_with_its_run_and_sizes_and_no_contents(
    function: BuiltFunction, bucket: str, tool: str, given: dict[str, Any], expected: dict[str, Any]
) -> None:
    event = {"id": "toolu_1", "name": tool, "input": given, "run": run_in(bucket)}
    answer = function.invoke(event)
    [line] = [line for line in answer.log_lines() if line.get("message") == "tool_use"]
    sizes = ("input_bytes", "content_bytes", "stored_bytes")
    always = ("message", "outcome", "execution", "agent", "tool", "tool_use_id", "duration_ms")
    assert line.keys() == {*always, *(["error_class"] if tool == "crash" else sizes)}
    common = {"message": "tool_use", "execution": "run-1", "agent": "sql", "tool": tool, "tool_use_id": "toolu_1"}
    assert line | common | expected == line
    assert isinstance(line["duration_ms"], int)
    assert not any("spoken" in printed for printed in answer.log)
    if tool == "crash":
        assert answer.error
        assert line["error_class"] == answer.error.name
    else:
        assert line["input_bytes"] in (len(json.dumps(given)), len(json.dumps(given, separators=(",", ":"))))


def test_a_schema_and_an_input_get_the_same_verdict_in_the_same_words_everywhere(function: BuiltFunction, bucket: str) -> None:
    differs = {}
    for case in cases.FIELDS:
        given = {
            "schema": json.dumps(case["schema"]),
            "required": case.get("required", False),
            "input": json.dumps(case.get("input", {})),
        }
        answer = function.invoke({"id": "toolu_1", "name": "probe", "input": given, "run": run_in(bucket)})
        said = str(answer.error) if answer.error else answer.result["content"]
        if said != cases.content_of_probe(case) or answer.result["is_error"] != ("takes" not in case):
            differs[case["about"]] = said
    assert differs == {}


def test_after_a_crash_the_next_tool_use_is_answered(function: BuiltFunction, bucket: str) -> None:
    crashed = function.invoke({"id": "toolu_1", "name": "crash", "input": {}, "run": run_in(bucket)})
    assert crashed.error
    after = function.invoke({"id": "toolu_2", "name": "nothing", "input": {}, "run": run_in(bucket)})
    assert (after.error, after.result["tool_use_id"], after.result["content"]) == (None, "toolu_2", "")
