"""The declaration of a tool that a function runs which exists already."""

import re
from typing import Any

import pytest

from agents.declaration import DeclarationError, FunctionTool
from agents.tool_kinds.function_tool import problems

SCHEMA = {
    "type": "object",
    "properties": {"amount": {"type": "number", "description": "How much."}},
    "required": ["amount"],
    "additionalProperties": False,
}
ARN = "arn:${partition}:lambda:${region}:${account}:function:rates"


def a_tool(**changed: Any) -> FunctionTool:
    fields: dict[str, Any] = {
        "arn": ARN,
        "description": "Converts an amount.",
        "input_schema": SCHEMA,
        "reads_data": False,
        "sends_out": False,
    }
    return FunctionTool("convert", **fields | changed)


def test_its_plain_form_has_what_was_given() -> None:
    assert a_tool().args({})["function"] == {"arn": ARN}
    event, result = {"query": {"amount": "{% $input.amount %}"}}, "{% $result.total %}"
    made = a_tool(event=event, result=result, other_account=True)
    assert made.args({})["function"] == {"arn": ARN, "event": event, "result": result, "other_account": True}
    assert (made.source, made.gives_data, made.gives_away) == ("rates", False, False)


@pytest.mark.parametrize(
    "arn",
    [
        ARN,
        f"{ARN}:live",
        f"{ARN}:12",
        "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:rates",
        "arn:${partition}:lambda:${region}:${account}:function:${project}-${stack}-rates",
    ],
)
def test_the_arn_of_a_function_with_a_version_or_without_is_taken(arn: str) -> None:
    assert a_tool(arn=arn).arn == arn


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"arn": "rates"}, "arn is 'rates': allowed is the ARN of a Lambda function, arn:${partition}:lambda:"),
        ({"arn": None}, "arn is None: allowed is the ARN of a Lambda function"),
        ({"arn": "arn:aws:lambda:eu-west-1:123:function:rates"}, "allowed is the ARN of a Lambda function"),
        ({"arn": "arn:aws:lambda:eu-west-1:123456789012:function:*"}, "allowed is the ARN of a Lambda function"),
        ({"arn": "arn:aws:lambda:eu-west-1:123456789012:layer:rates:1"}, "allowed is the ARN of a Lambda function"),
        ({"arn": "arn:${part}:lambda:${region}:${account}:function:rates"}, "there is no placeholder ${part}. Allowed are"),
        ({"event": {"a": "{% $input.amont %}"}}, "event.a is '$input.amont': $input has no field 'amont' (did you mean amount?)"),
        ({"event": {"a": "{% $result %}"}}, "there is no $result"),
        ({"event": {"a": ["{% 1) ( %}"]}}, "event.a[0] is '1) (': it doesn't parse as JSONata"),
        (
            {"event": {"a": "{% $input.amount %}\n"}},
            "event.a is '{% $input.amount %}\\n': an expression begins with {% and ends with %}",
        ),
        ({"event": {"a": "Is {% $input.amount %} much?"}}, "with nothing around it, like {% 'No. ' & $input.number %}"),
        ({"result": "$result.total"}, "allowed is a JSONata expression over $result, like {% $result.total %}"),
        ({"result": "{% $states.context %}"}, "there is no $states"),
        ({"timeout_seconds": 900}, "timeout_seconds is 900: allowed is a whole number, 1 to 890"),
        ({"other_account": "yes"}, "other_account is 'yes': allowed are True and False"),
        ({"sends_out": None}, "sends_out is None: allowed are True and False"),
    ],
)
def test_what_is_wrong_is_said_with_what_is_allowed(changed: dict[str, Any], problem: str) -> None:
    with pytest.raises(DeclarationError, match=re.escape(problem)):
        a_tool(**changed)


def test_a_text_with_signs_of_an_expression_stays_a_text() -> None:
    event = {"a": "50 {% of", "b": "%} {% x %}", "c": "Give $input"}
    assert a_tool(event=event).args({})["function"]["event"] == event


@pytest.mark.attack("iam")
@pytest.mark.parametrize(
    ("arn", "every_version"),
    [
        ("arn:aws:lambda:eu-west-1:123456789012:function:rates:7", "*"),
        ("arn:aws:lambda:eu-west-1:123456789012:function:rates:7", "arn:aws:lambda:eu-west-1:123456789012:function:*"),
        ("arn:aws:lambda:eu-west-1:123456789012:function:*:7", "arn:aws:lambda:eu-west-1:123456789012:function:*:*"),
    ],
)
def test_every_version_is_of_the_function_itself(arn: str, every_version: str) -> None:
    [problem] = problems({"arn": arn, "every_version": every_version}, SCHEMA)
    assert problem == (
        f"every_version is {every_version!r}: allowed are versions of the function itself, <arn without its version>:*"
    )
