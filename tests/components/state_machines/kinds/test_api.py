"""The states of a tool that is an AWS API call, as data. How they run is in tests/local/step_functions/test_api_tools.py."""

from typing import Any

from components.state_machines.kinds import api
from components.state_machines.kinds.expressions import INPUT
from components.state_machines.kinds.kind import Permission
from components.state_machines.kinds.table import filled
from components.state_machines.made_up import PLACEHOLDERS
from tests.components.state_machines.kinds.samples import FIND_ORDER, plain

TABLE = "step-functions-agents-dev-orders"
TABLE_ARN = f"arn:aws:dynamodb:us-east-1:123456789012:table/{TABLE}"


def task(**changed: Any) -> dict[str, Any]:
    [tool] = filled([plain("find_order", api=FIND_ORDER | changed)], PLACEHOLDERS)
    assert api.problems(tool) == []
    found: dict[str, Any] = api.states(tool)["find_order"]
    return found


def test_literals_stay_as_they_are_with_their_placeholders_filled_in_and_expressions_get_the_input() -> None:
    made = task()
    assert made["Resource"] == "arn:aws:states:::aws-sdk:dynamodb:getItem"
    assert made["Arguments"] == {"TableName": TABLE, "Key": f'{{% ({INPUT}; {{"order_id": {{"S": ($input.text)}}}}) %}}'}


def test_arguments_of_which_one_may_be_left_out_are_one_expression() -> None:
    changed = FIND_ORDER["arguments"] | {"ConsistentRead": "{% $length($input.text) > 5 ? true %}"}
    assert task(arguments=changed)["Arguments"] == (
        f'{{% ({INPUT}; {{"TableName": "{TABLE}", "Key": {{"order_id": {{"S": ($input.text)}}}}, '
        '"ConsistentRead": ($length($input.text) > 5 ? true)}) %}'
    )


def test_a_throttle_is_sat_out_and_an_error_of_the_call_is_never_tried_again() -> None:
    throttled, of_no_use, others = task()["Retry"]
    assert throttled["ErrorEquals"] == [
        "DynamoDb.ProvisionedThroughputExceededException",
        "DynamoDb.RequestLimitExceededException",
        "DynamoDb.ThrottlingException",
        "DynamoDb.TooManyRequestsException",
    ]
    assert (throttled["MaxAttempts"], of_no_use["MaxAttempts"], others["MaxAttempts"]) == (10, 0, 2)
    assert of_no_use["ErrorEquals"] == ["DynamoDb.ResourceNotFoundException", "States.QueryEvaluationError"]
    assert others["ErrorEquals"] == ["States.TaskFailed", "States.Timeout"]


def test_the_role_gets_exactly_what_the_tool_says() -> None:
    tools = filled([plain("find_order", api=FIND_ORDER)], PLACEHOLDERS)
    assert api.permissions(tools, PLACEHOLDERS) == [Permission("Api0", ("dynamodb:GetItem",), (TABLE_ARN,))]


def test_tools_with_the_same_resources_share_a_statement() -> None:
    # A role's policies have 10,240 characters at most.
    both = {"actions": ["dynamodb:PutItem", "dynamodb:GetItem"], "resources": [TABLE_ARN]}
    other = {"actions": ["dynamodb:PutItem"], "resources": ["arn:aws:dynamodb:us-east-1:123456789012:table/other"]}
    find_order = filled([plain("find_order", api=FIND_ORDER)], PLACEHOLDERS)
    tools = [*find_order, plain("change", api={"permissions": [both, other]})]
    assert api.permissions(tools, PLACEHOLDERS) == [
        Permission("Api0", ("dynamodb:GetItem", "dynamodb:PutItem"), (TABLE_ARN,)),
        Permission("Api1", ("dynamodb:PutItem",), tuple(other["resources"])),
    ]
