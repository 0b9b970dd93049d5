"""The cases of the evaluator, judged by other JSONatas: the reference implementation, one in Java and one in Rust."""

import hashlib
import json
import math
from typing import Any

import jsonatapy

from local.step_functions.evaluator import SOURCES
from tests.jsonata_judges import JAVASCRIPT
from tests.local.step_functions.test_evaluator import CASES

REQUESTS = [{"expression": case["expression"], "bindings": case.get("bindings", {})} for case in CASES]

FAILS = "fails"


def outcome(answer: dict[str, Any]) -> str:
    """FAILS, or the value as JSON. Neither Java nor Rust tells null from undefined."""
    return FAILS if {"error", "fails"} & answer.keys() else json.dumps(_plain(answer.get("value")), sort_keys=True)


def _plain(value: Any) -> Any:
    """Return a value with whole floats as integers."""
    match value:
        case float() if math.isfinite(value) and value.is_integer() and abs(value) < 1e21:
            return int(value)
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list():
            return [_plain(item) for item in value]
    return value


def differing(answers: list[dict[str, Any]]) -> list[str]:
    return [
        case["expression"]
        for case, answer in zip(CASES, answers, strict=True)
        if outcome(answer) != outcome({"value": None} | case)
    ]


def known(judge: str) -> list[str]:
    return [case["expression"] for case in CASES if judge in case.get("differs", [])]


def test_the_reference_implementation_of_npm_is_the_one_that_runs_here(javascript):
    javascript("parse.mjs", stdin="[]")
    ours = hashlib.sha256(SOURCES[0].read_bytes()).hexdigest()
    assert hashlib.sha256((JAVASCRIPT / "node_modules/jsonata/jsonata.min.js").read_bytes()).hexdigest() == ours
    package = json.loads((JAVASCRIPT / "node_modules/jsonata/package.json").read_text())
    assert SOURCES[0].name == f"jsonata-{package['version']}.min.js"


def test_node_js_gives_the_same_values(javascript):
    done = javascript("evaluate.mjs", stdin=json.dumps(REQUESTS))
    assert done.returncode == 0, done.stderr
    for case, answer in zip(CASES, json.loads(done.stdout), strict=True):
        expected = {name: case[name] for name in ("value", "undefined", "fails") if name in case}
        assert json.dumps({"fails": True} if "error" in answer else answer) == json.dumps(expected), case


def test_java_differs_where_it_is_known_to(java_jsonata):
    assert differing(java_jsonata(REQUESTS)) == known("dashjoin")


def test_rust_differs_where_it_is_known_to():
    def answer(request: dict[str, Any]) -> dict[str, Any]:
        try:
            return {"value": jsonatapy.evaluate(request["expression"], None, request["bindings"])}
        except (ValueError, OverflowError) as error:
            return {"error": str(error)}

    assert differing([answer(request) for request in REQUESTS]) == known("jsonatapy")


def test_there_are_hundreds_of_cases_and_most_are_the_same_everywhere():
    assert len(CASES) > 600
    assert sum("differs" not in case for case in CASES) > 600
