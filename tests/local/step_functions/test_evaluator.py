"""The evaluator gives what Step Functions gives: recorded values of JSONata 2.0.6, AWS's functions, and what AWS refuses."""

import hashlib
import json
import re
import uuid
from pathlib import Path

import pytest

from local.step_functions import QueryEvaluationError, evaluate

# Made with the npm package jsonata 2.0.6, undefined results counted as failures, as in Step Functions.
RECORDED = json.loads((Path(__file__).parent / "recorded_jsonata.json").read_text())


@pytest.mark.parametrize("case", RECORDED, ids=[f"{n} {case['expression'][:40]}" for n, case in enumerate(RECORDED)])
def test_an_expression_has_the_value_that_the_reference_implementation_gives_it(case):
    if case.get("fails"):
        with pytest.raises(QueryEvaluationError):
            evaluate(case["expression"], case["bindings"])
    else:
        found = evaluate(case["expression"], case["bindings"])
        assert json.dumps(found) == json.dumps(case["value"])


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('$parse(\'{"a": [1, null, "é"]}\')', {"a": [1, None, "é"]}),
        ('$map(["1", "[2]"], $parse)', [1, [2]]),
        ('"[3]" ~> $parse', [3]),
        ("$partition([1, 2, 3, 4, 5], 2)", [[1, 2], [3, 4], [5]]),
        ("$range(0, 10, 3)", [0, 3, 6, 9]),
        ("$range(5, 1, -2)", [5, 3, 1]),
        ("$range(0.5, 2, 0.5)", [0.5, 1, 1.5, 2]),
        ('$hash("a", "SHA-256")', hashlib.sha256(b"a").hexdigest()),
        ('$hash("日本", "MD5")', hashlib.md5("日本".encode()).hexdigest()),
        ("$random(7) = $random(7)", True),
        ("$random() < 1", True),
    ],
)
def test_aws_functions_beside_those_of_jsonata(expression, value):
    assert evaluate(expression) == value


def test_uuid_is_a_random_one_each_time():
    one, other = evaluate("[$uuid(), $uuid()]")
    assert [uuid.UUID(one).version, uuid.UUID(other).version] == [4, 4]
    assert one != other


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("$a ?? 1", "is not valid"),
        ("$a ?: 1", "is not valid"),
        ('$eval("1")', "The function $eval is not supported"),
        ("$", "uses '$' at the top level"),
        ("$$", "uses '$$' at the top level"),
        ("name", "uses 'name' at the top level"),
        ('{"x": name}', "uses 'name' at the top level"),
        ("$a + $sum(name)", "uses 'name' at the top level"),
        ("$missing", "returned nothing (undefined)"),
        ("$states.input.missing", "returned nothing (undefined)"),
        ("$sum", "returned an unsupported result type"),
        ('{"f": $sum}', "returned an unsupported result type"),
        ('$parse("{")', "$parse: not valid JSON"),
        ("$partition([1], 0)", "the chunk size has to be a positive whole number, not 0"),
        ("$range(1, 2, 0)", "the step can't be 0"),
        ("$range(1, 5000, 1)", "5000 values, and the limit is 1,000"),
        ('$hash("a", "SHA-3")', "allowed are MD5, SHA-1, SHA-256, SHA-384, SHA-512"),
        ("($f := function($n) { 1 + $f($n) }; $f(1))", "failed"),
        ("1 +", "is not valid"),
    ],
)
def test_what_step_functions_refuses_is_refused_with_its_reason(expression, why):
    with pytest.raises(QueryEvaluationError, match=re.escape(why)):
        evaluate(expression, {"a": 1, "states": {"input": {}}})


def test_the_context_item_can_be_used_where_a_filter_or_a_path_gives_one():
    assert evaluate("$a[$ > 1]", {"a": [1, 2, 3]}) == [2, 3]
    assert evaluate("$a.(name & '!')", {"a": [{"name": "x"}, {"name": "y"}]}) == ["x!", "y!"]


def test_text_of_any_kind_stays_text():
    text = 'he said "hi" \\ {% $states %} \n 日本 😀'
    assert evaluate("$states.input.q", {"states": {"input": {"q": text}}}) == text


def test_a_result_shares_nothing_with_the_variable_it_came_from():
    variable = {"list": [1, {"deep": None}]}
    result = evaluate("$v", {"v": variable})
    result["list"][1]["deep"] = "changed"
    assert variable == {"list": [1, {"deep": None}]}


def test_a_conversation_of_200_kb_is_no_obstacle():
    messages = [{"role": "user", "content": [{"type": "text", "text": 'x"' * 50}]} for _ in range(1000)]
    found = evaluate("$append($messages, [{'role': 'assistant', 'content': []}])", {"messages": messages})
    assert found == [*messages, {"role": "assistant", "content": []}]
