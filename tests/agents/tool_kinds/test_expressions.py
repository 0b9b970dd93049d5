"""Expressions in the declaration of a tool: their brackets and the fields that they name."""

import pytest

from agents.tool_kinds.expressions import problem_of, problems

SCHEMA = {"type": "object", "properties": {"base": {"type": "string"}, "odd name": {"type": "string"}}}


@pytest.mark.parametrize(
    "jsonata",
    [
        "$input.base",
        "$input.`odd name` & ')'",
        'a["(" = b] ~> $count()',
        "$match(x, /[)(]/) /* ( */",
        "$replace($input.base, /\\)/, '(')",
        "a / b / (c)",
        '$x := /"/; 1',
    ],
)
def test_what_has_its_brackets_in_pairs_is_taken(jsonata):
    assert problem_of(jsonata) is None


@pytest.mark.parametrize(
    ("jsonata", "problem"),
    [
        ("", "it is empty"),
        ("1) ; $states.context (2", "it has a ) without its ("),
        ("$input.base]", "it has a ] without its ["),
        ("f(x", "it has a ( without its end"),
        ("'a", "it has a ' without its end"),
        ('"a\\"', 'it has a " without its end'),
        ("1 /* and", "it has a /* without its end"),
    ],
)
def test_what_would_reach_into_the_expression_around_it_is_refused(jsonata, problem):
    assert problem_of(jsonata) == problem


def test_a_field_that_the_input_lacks_is_named_with_its_place():
    value = {"a": ["{% $input.base %}", "{% $input.bse & $input.`odd name` %}"], "b": "$input.none"}
    assert [*problems(value, "query", SCHEMA)] == ["query.a[1] names $input.bse: the input_schema has base, odd name"]
