"""Tools that are AWS API calls, on a MiniStack that enforces IAM: what the model gets, whatever happens to the call."""

import json
import os
import uuid
from typing import Any
from unittest.mock import patch

import boto3
import pytest

from agents.declaration import Agent, ApiTool
from components.state_machines.kinds.table import filled, permissions
from components.state_machines.render import render
from local import own_project
from local.errors import StackDownError
from local.laptop import Laptop
from local.state_call import StateTool, call_states
from tests.components.loop import NO_FIELDS
from tests.local.conftest import client
from tests.local.step_functions.functions import ACCOUNT, allow, make_role
from tests.local.step_functions.test_roles import ended, make_machine

TABLE = f"orders-{uuid.uuid4().hex[:8]}"
ARN = "arn:${partition}:dynamodb:${region}:${account}:table/"
PLACEHOLDERS = {
    "partition": "aws",
    "region": "us-east-1",
    "account": ACCOUNT,
    "project": "orders",
    "stack": TABLE.partition("-")[2],
}
ORDER = {
    "type": "object",
    "properties": {"order_id": {"type": "string", "description": "Its number."}},
    "required": ["order_id"],
    "additionalProperties": False,
}
KEY = {"TableName": "${project}-${stack}", "Key": {"order_id": {"S": "{% $input.order_id %}"}}}


def tool(name: str, action: str, result: str, allowed: str, **changed: Any) -> ApiTool:
    permission = {"actions": [allowed], "resources": [f"{ARN}${{project}}-${{stack}}"]}
    fields = {"arguments": KEY, "permissions": (permission,), "reads_data": True, "sends_out": False, "input_schema": ORDER}
    return ApiTool(name, action, description=f"Does {name}.", result=result, **fields | changed)


TOOLS = (
    tool(
        "find_order",
        "dynamodb:getItem",
        "{% $result.Item ? {'order': $input.order_id, 'status': $result.Item.status.S} : 'There is no such order.' %}",
        "dynamodb:GetItem",
    ),
    tool("whole_order", "dynamodb:getItem", "{% $result.Item %}", "dynamodb:GetItem"),
    tool("sum_order", "dynamodb:getItem", "{% $result.Item.status.S + 1 %}", "dynamodb:GetItem"),
    tool(
        "cancel_order",
        "dynamodb:updateItem",
        "{% 'It is cancelled.' %}",
        "dynamodb:UpdateItem",
        arguments=KEY
        | {
            "UpdateExpression": "SET #s = :cancelled",
            "ConditionExpression": "#s = :open",
            "ExpressionAttributeNames": {"#s": "status"},
            "ExpressionAttributeValues": {":cancelled": {"S": "cancelled"}, ":open": {"S": "open"}},
        },
    ),
    tool("other_table", "dynamodb:getItem", "{% $result.Item %}", "dynamodb:GetItem", arguments=KEY | {"TableName": "secrets"}),
)


class Asked:
    """A state machine with nothing of the loop but what a tool's states need, and the tools above."""

    def __init__(self, laptop: Laptop) -> None:
        self._states = client("stepfunctions", laptop)
        dynamodb = client("dynamodb", laptop)
        for table in (TABLE, "secrets"):
            dynamodb.create_table(
                TableName=table,
                BillingMode="PAY_PER_REQUEST",
                KeySchema=[{"AttributeName": "order_id", "KeyType": "HASH"}],
                AttributeDefinitions=[{"AttributeName": "order_id", "AttributeType": "S"}],
            )
        for order, note in (("o-1", ""), ("long", "x" * 20_000), ("huge", "x" * 300_000)):
            item = {"order_id": {"S": order}, "status": {"S": "shipped"}, "note": {"S": note}}
            dynamodb.put_item(TableName=TABLE, Item=item)
        tools = filled(Agent("tester", "", "", TOOLS, NO_FIELDS).tool_args({}), PLACEHOLDERS)
        allowed = [allow(list(each.actions), list(each.resources)) for each in permissions(tools, PLACEHOLDERS)]
        role = make_role(laptop, "states.amazonaws.com", *allowed)
        machine = render(Agent("tester", "", "", TOOLS, NO_FIELDS), "arn:call-llm", tools, "data")
        loop = machine["States"]
        inner = loop["Use tools"]["ItemProcessor"]
        words = {name: loop["Begin"]["Assign"][name] for name in ("texts", "unusable", "tool_names")}
        begin = {"Type": "Pass", "Assign": words | {"over": []}, "Next": "Use"}
        definition = {
            "QueryLanguage": "JSONata",
            "StartAt": "Begin",
            "States": {"Begin": begin, "Use": {"Type": "Map", "ItemProcessor": inner, "End": True}},
        }
        self._machine = make_machine(self._states, role, definition)
        self._states.create_state_machine(name=f"{own_project.name()}-local-tester", definition=json.dumps(machine), roleArn=role)

    def __call__(self, name: str, order: str) -> tuple[str, bool]:
        """Return the content of the tool's result, and whether it is an error."""
        given = json.dumps([{"id": "toolu_1", "name": name, "input": {"order_id": order}}])
        done = ended(self._states, self._states.start_execution(stateMachineArn=self._machine, input=given)["executionArn"])
        assert done["status"] == "SUCCEEDED", (done["error"], done["cause"])
        [result] = json.loads(done["output"])
        assert (result["type"], result["tool_use_id"]) == ("tool_result", "toolu_1")
        return result["content"], result["is_error"]


@pytest.fixture(scope="module")
def use(laptop: Laptop) -> Asked:
    return Asked(laptop)


def test_the_model_gets_what_the_expression_makes_of_the_result(use: Asked) -> None:
    assert use("find_order", "o-1") == ('{"order":"o-1","status":"shipped"}', False)
    assert use("find_order", "none") == ("There is no such order.", False)


@pytest.mark.usefixtures("use")
def test_a_call_without_a_model_has_the_rights_of_the_deployed_agent(laptop: Laptop) -> None:
    with patch.dict(os.environ), patch.object(boto3, "DEFAULT_SESSION", None):
        found = call_states(StateTool("find_order", "tester", {}), {"order_id": "o-1"}, laptop)
        denied = call_states(StateTool("other_table", "tester", {}), {"order_id": "o-1"}, laptop)
        with pytest.raises(StackDownError, match=r"no agent tester with the tool fly. Deploy the agent first: \./agent up tester"):
            call_states(StateTool("fly", "tester", {}), {}, laptop)
    assert (found.result["content"], found.result["is_error"]) == ('{"order":"o-1","status":"shipped"}', False)
    assert denied.result["content"].startswith("DynamoDb.DynamoDbException: User: an ARN is not authorized")


@pytest.mark.attack("state_machine")
@pytest.mark.parametrize("order", ["o-1'} | {", "{% $states.context %}", '"}}', "日本\n\\u0000", "$input"])
def test_what_the_model_writes_is_a_value_and_nothing_else(use: Asked, order: str) -> None:
    assert use("find_order", order) == ("There is no such order.", False)


def test_a_result_over_256_kib_and_one_over_the_guard_are_error_results(use: Asked) -> None:
    too_much = "The tool's result is over 256 KiB, more than a run can hold. Ask for less of it."
    assert use("whole_order", "huge") == (too_much, True)
    # What of the result the model gets doesn't matter: Step Functions holds all of it first.
    assert use("find_order", "huge") == (too_much, True)
    unusable = "The tool gave no result that can be used: no content, or too much of it."
    assert use("whole_order", "long") == (unusable, True)
    assert use("whole_order", "none") == (unusable, True)


def test_an_expression_that_fails_is_an_error_result_and_the_call_isnt_made_again(use: Asked) -> None:
    content, is_error = use("sum_order", "o-1")
    assert is_error
    assert content.startswith("States.QueryEvaluationError: ")


def test_a_refused_call_is_an_error_result_that_says_why(use: Asked) -> None:
    content, is_error = use("cancel_order", "o-1")
    assert is_error
    assert content.startswith("DynamoDb.ConditionalCheckFailedException: The conditional request failed")


@pytest.mark.attack("iam")
def test_a_call_that_the_role_may_not_make_names_no_arn(use: Asked) -> None:
    content, is_error = use("other_table", "o-1")
    assert is_error
    assert content.startswith("DynamoDb.DynamoDbException: User: an ARN is not authorized to perform: dynamodb:GetItem")
    assert "arn:" not in content
