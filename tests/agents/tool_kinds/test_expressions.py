"""Expressions in the declaration of a tool: what they may say, and the fields that they name."""

import pytest

from agents.tool_kinds.expressions import NamedFields, input_path, problems

SCHEMA = {
    "type": "object",
    "properties": {
        "base": {"type": "string"},
        "odd name": {"type": "string"},
        "lines": {"type": "array", "items": {"type": "object", "properties": {"sku": {"type": "string"}}}},
    },
}


def found(jsonata: str, path: str = "query") -> list[str]:
    return [problem.partition(": ")[2] for problem in problems(f"{{% {jsonata} %}}", path, SCHEMA, NamedFields(("Item",)))]


@pytest.mark.parametrize(
    "jsonata",
    [
        "$input.base",
        "$input.`odd name` & ')'",
        "$input.lines.sku",
        "$input.lines[sku = 'a'].{'its': sku}",
        "($n := $count($input.lines); $n > 1 ? $n : 0)",
        "$map($input.lines, function($line, $at) { $line.sku & $at & $ })",
        "$input.lines@$line.{'sku': $line.sku}",
        "$input.base ~> $uppercase ~> $trim",
        "$input.lines^(>sku)[0]",
        "$input.lines{sku: $count($)}",
        "$match($input.base, /[)(]/) /* ( */",
        "$uuid() & $run.execution",
        "'$states.context'",
        "$input.base ?'?:': '??' ? 1 : 2",
    ],
)
def test_jsonata_over_what_is_offered_is_taken(jsonata: str) -> None:
    assert found(jsonata) == []


@pytest.mark.attack("state_machine")
@pytest.mark.parametrize(
    ("jsonata", "problem"),
    [
        ("", "it doesn't parse as JSONata: it is empty"),
        ("1) ; $states.context (2", "it doesn't parse as JSONata: Syntax error: )"),
        ("$input.base; 1", "it doesn't parse as JSONata: Syntax error: ;"),
        ("1 /* and", "it doesn't parse as JSONata: it ends too early"),
        ("$states.context", "there is no $states. Offered are $input, $run, and the functions of JSONata"),
        ("$lookup($states, 'context')", "there is no $states. Offered are $input, $run, and the functions of JSONata"),
        ("$usage.tokens", "there is no $usage. Offered are $input, $run, and the functions of JSONata"),
        ("$eval('$states')", "there is no $eval. Offered are $input, $run, and the functions of JSONata"),
        ("($states := 1; $input.base)", "it sets $states, which is given: take another name"),
        ("function($input) { $input }", "it sets $input, which is given: take another name"),
        ("$$.base", "it names $$, which Step Functions doesn't have there. Offered are $input, $run"),
        ("$.base", "it names $, which Step Functions doesn't have there. Offered are $input, $run"),
        ("base", "base stands alone, and is a field of nothing: begin with a variable, like $input.base"),
        ("$input.bse", "$input has no field 'bse' (did you mean base?)"),
        ("$input.lines[0].skus", "$input.lines has no field 'skus' (did you mean sku?)"),
        ("$input.base.x", "$input.base has no field 'x': it has no fields"),
        ("$run.results.bucket", "$run has no field 'results': it has execution, agent"),
        ("$input.base ?? 1", "it has ??, which Step Functions' JSONata 2.0.6 doesn't have: write $exists(…) ? … : …"),
        ("[$input.base?:1]", "it has ?:, which Step Functions' JSONata 2.0.6 doesn't have: write $exists(…) ? … : …"),
        ("$result.Item", "there is no $result. Offered are $input, $run, and the functions of JSONata"),
    ],
)
def test_what_reaches_further_is_refused(jsonata: str, problem: str) -> None:
    assert found(jsonata)[0] == problem


def test_what_the_model_gets_is_made_of_the_result() -> None:
    assert found("$result.Item", "result") == []
    assert found("$result.Itm", "result") == ["$result has no field 'Itm' (did you mean Item?)"]


def test_a_field_that_the_input_lacks_is_named_with_its_place() -> None:
    value = {"a": ["{% $input.base %}", "{% $input.bse & $input.`odd name` %}"], "b": "$input.none"}
    assert [*problems(value, "query", SCHEMA)] == [
        "query.a[1] is '$input.bse & $input.`odd name`': $input has no field 'bse' (did you mean base?)"
    ]


@pytest.mark.parametrize(
    ("jsonata", "path"),
    [("$input.a.b", ["a", "b"]), ("$input.a[0]", None), ("$input.a & ''", None), ("$run.agent", None), ("(", None)],
)
def test_a_plain_path_into_the_input_is_known_as_one(jsonata: str, path: list[str] | None) -> None:
    assert input_path(jsonata) == path
