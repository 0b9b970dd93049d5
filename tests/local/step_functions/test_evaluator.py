"""The evaluator gives what Step Functions gives: the values of JSONata 2.0.6, AWS's functions, and what AWS refuses."""

import hashlib
import json
import re
import uuid
from pathlib import Path

import pytest

from local.step_functions import QueryEvaluationError, evaluate, evaluator

# `test_jsonata_judges.py` holds the values against other JSONatas. `aws` is the outcome where AWS has another one.
CASES = json.loads((Path(__file__).parent / "jsonata_cases.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=[f"{n} {case['expression'][:40]}" for n, case in enumerate(CASES)])
def test_an_expression_has_the_value_that_step_functions_gives_it(case):
    expected = case.get("aws", case)
    if "value" in expected:
        assert json.dumps(evaluate(case["expression"], case.get("bindings"))) == json.dumps(expected["value"])
    else:
        why = "threw an error during evaluation|is not valid" if "fails" in expected else r"returned nothing \(undefined\)"
        with pytest.raises(QueryEvaluationError, match=why):
            evaluate(case["expression"], case.get("bindings"))


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('$parse(\'{"a": [1, null, "é"]}\')', {"a": [1, None, "é"]}),
        ('$map(["1", "[2]"], $parse)', [1, [2]]),
        ('"[3]" ~> $parse', [3]),
        ("$partition([1, 2, 3, 4, 5], 2)", [[1, 2], [3, 4], [5]]),
        ("$range(0, 10, 3)", [0, 3, 6, 9]),
        ("$range(5, 1, -2)", [5, 3, 1]),
        ("$range(-1.7, 2, 1)", [-1, 0, 1, 2]),
        ("$range(5, 1, -1.5)", [5, 4, 3, 2, 1]),
        ("$range(3, 3, 1)", 3),
        ("$append([], $range(7, 7, 1))", [7]),
        ("$count($range(1, 360145, 1))", 360_145),
        ("$partition([1, 2, 3])", [[1, 2, 3]]),
        ("$partition([1, 2, 3, 4, 5], 2.9)", [[1, 2], [3, 4], [5]]),
        ("$exists($parse('null'))", True),
        ("$exists($parse($nothing))", False),
        ('$map(["a", "b"], function($v) { $hash($v, "MD5") })', [hashlib.md5(b"a").hexdigest(), hashlib.md5(b"b").hexdigest()]),
        ('$hash("a", "SHA-256")', hashlib.sha256(b"a").hexdigest()),
        ('$hash("日本", "MD5")', hashlib.md5("日本".encode()).hexdigest()),
        # Those of java.util.Random, which AWS draws from.
        ("$random(42)", 0.7275636800328681),
        ("$random(0)", 0.730967787376657),
        ("$random(7)", 0.7306990420600421),
        ("$random(0.9) = $random(0)", True),
        ("$random() = $random()", False),
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
        ('$eval("1")', "T1006: Attempted to invoke a non-function"),
        ("$", "uses '$' at the top level"),
        ("$$", "uses '$$' at the top level"),
        ("name", "uses 'name' at the top level"),
        ('{"x": name}', "uses 'name' at the top level"),
        ("$a + $sum(name)", "uses 'name' at the top level"),
        ("$missing", "returned nothing (undefined)"),
        ("$states.input.missing", "returned nothing (undefined)"),
        ("$sum", "returned an unsupported result type"),
        ('{"f": $sum}', "returned an unsupported result type"),
        ('$parse("{")', "D3137: Invalid JSON"),
        ("$parse(null)", "T0410"),
        ("$parse('1', 2)", "T0410"),
        ("$partition([1], 0)", "returned nothing (undefined)"),
        ("$partition([], 2)", "returned nothing (undefined)"),
        ("$partition([1], -1)", "D3137: Second argument must be zero or greater"),
        ("$range(1, 2, 0)", "returned nothing (undefined)"),
        ("$range(5, 1, 1)", "returned nothing (undefined)"),
        ("$range(1, 5)", "returned nothing (undefined)"),
        ("$range(1)", "T0410"),
        ("$range(1, 360146, 1)", ": Expression evaluation memory limit exceeded: Check for excessive memory usage"),
        ("$range(1, 1000000000, 1)", ": Expression evaluation memory limit exceeded: Check for excessive memory usage"),
        ("$count([1..9000000])", ": Expression evaluation memory limit exceeded: Check for excessive memory usage"),
        ('$hash("a", "SHA-3")', "allowed are MD5, SHA-1, SHA-256, SHA-384, SHA-512"),
        ('$hash("a", "md5")', "allowed are MD5, SHA-1, SHA-256, SHA-384, SHA-512"),
        ('$hash("a")', "returned nothing (undefined)"),
        ('$hash(42, "MD5")', "T0410"),
        ('$uuid("seed")', "T0410"),
        ("$random(1, 2)", "T0410"),
        ("($f := function($n) { 1 + $f($n) }; $f(1))", "Stack overflow error: Check for non-terminating recursive function."),
        ("$sqrt(-1)", "threw an error during evaluation. D3060: The sqrt function cannot be applied to a negative number: -1"),
        ("1 < 'a'", 'T2009: The values 1 and "a" either side of operator "<" must be of the same data type'),
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


def recursive(calls: int) -> str:
    return f"($f := function($x) {{ $x <= 0 ? 0 : 1 + $f($x - 1) }}; $f({calls}))"


@pytest.mark.parametrize(
    ("deepest", "value", "too_deep"),
    [
        (recursive(31), 31, recursive(32)),
        ("1" + "+1" * 99, 100, "1" + "+1" * 100),
        ("(" * 99 + "1" + ")" * 99, 1, "(" * 100 + "1" + ")" * 100),
        ("1" + "~>$string" * 99, "1", "1" + "~>$string" * 100),
    ],
    ids=["calls", "terms", "parentheses", "chain"],
)
def test_an_expression_is_a_hundred_levels_deep_at_most_as_in_aws(deepest, value, too_deep):
    assert evaluate(deepest) == value
    with pytest.raises(QueryEvaluationError, match="Stack overflow error"):
        evaluate(too_deep)


@pytest.mark.parametrize("endless", ["($f := function($x) { $f($x + 1) }; $f(1))", f"$match('{'a' * 40}b', /^(a+)+$/)"])
def test_an_endless_expression_ends_and_the_next_one_runs(monkeypatch, endless):
    monkeypatch.setattr(evaluator, "TIME_LIMIT_SECONDS", 1)
    monkeypatch.setattr(evaluator, "_engine", None)
    with pytest.raises(QueryEvaluationError, match=": Expression evaluation timeout: Check for infinite loop"):
        evaluate(endless)
    assert evaluate("1 + 1") == 2


def test_a_message_names_the_field():
    with pytest.raises(QueryEvaluationError) as error:
        evaluate("$a + 'x'", {"a": 1}, "Output/v")
    assert str(error.value) == (
        "The JSONata expression '$a + 'x'' specified for the field 'Output/v' threw an error during evaluation. "
        'T2002: The right side of the "+" operator must evaluate to a number'
    )
