"""JSON with expressions, as the state machine's evaluator reads it."""

from typing import Any

import pytest

from components.state_machines.kinds.expressions import over_input
from local.step_functions import evaluate


def made(value: Any, **given: Any) -> Any:
    text = over_input(value)
    return evaluate(text[2:-2].strip(), {"states": {"input": {"input": given}}})


@pytest.mark.parametrize(
    ("value", "result"),
    [
        ({"a": "{% $input.a %}", "b": [1, "{% $input.a & 'x' %}", None, True]}, {"a": "q", "b": [1, "qx", None, True]}),
        ({"a": "{% $input.none %}", "b": {"c": "{% $input.nothing %}"}}, {"b": {}}),
        ("{% $input %}", {"a": "q"}),
        ({"a": "$input.a", 'quo"te': "line\nend \\ 日本 {% 1"}, {"a": "$input.a", 'quo"te': "line\nend \\ 日本 {% 1"}),
    ],
)
def test_expressions_are_evaluated_and_all_else_stays(value, result):
    assert made(value, a="q", nothing=None) == result


@pytest.mark.parametrize("given", [{}, {"a": None}])
def test_an_input_without_fields_is_taken(given):
    assert made({"a": "{% $input.a %}", "b": 1}, **given) == {"b": 1}
    assert made("{% $input %}", **given) == {}
