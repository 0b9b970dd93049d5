"""The permissions of a tools.json: what is taken, and the sentence for what isn't."""

from typing import Any

import pytest

from agents.tools_json import permissions, schema

TABLE = "arn:${partition}:dynamodb:${region}:${account}:table/${project}-${stack}-orders"


def permission(actions: list[str], resources: list[str], because: str | None = None) -> dict[str, Any]:
    return {"actions": actions, "resources": resources} | ({"because": because} if because else {})


@pytest.mark.parametrize(
    "given",
    [
        permission(["dynamodb:GetItem", "dynamodb:PutItem"], [TABLE]),
        permission(["dynamodb:Query"], [f"{TABLE}/index/*"], "The table's indexes are part of it."),
        permission(["sqs:ListQueues"], ["*"], "IAM knows no resources of it."),
        permission(["dynamodb:ActionOfTomorrow"], [TABLE], "It is a week old."),
        permission(["s3:GetObject"], ["arn:aws:s3:::a-bucket/key"]),
    ],
)
def test_an_exact_permission_and_a_wide_one_with_a_reason_are_taken(given: dict[str, Any]) -> None:
    assert permissions.problems([given]) == []


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (
            permission(["dynamodb:GetItm"], [TABLE]),
            "permissions[0].actions[0] is \"dynamodb:GetItm\": dynamodb has no action 'GetItm' (did you mean GetItem?). "
            "If it is newer than our list, add a because",
        ),
        (
            permission(["dynamodb:getitem"], [TABLE]),
            "permissions[0].actions[0] is \"dynamodb:getitem\": dynamodb has no action 'getitem' (did you mean GetItem?). "
            "If it is newer than our list, add a because",
        ),
        (
            permission(["dynamo:GetItem"], [TABLE]),
            "permissions[0].actions[0] is \"dynamo:GetItem\": AWS has no service 'dynamo' (did you mean dynamodb?). "
            "If it is newer than our list, add a because",
        ),
        (
            permission(["dynamodb:*"], [TABLE]),
            'permissions[0] has "dynamodb:*" and no because: say in a sentence why it has to be this wide',
        ),
        (
            permission(["dynamodb:GetItem"], ["*"]),
            'permissions[0] has "*" and no because: say in a sentence why it has to be this wide',
        ),
        (
            permission(["sqs:ListQueues", "sqs:SendMessage"], ["arn:${partition}:sqs:${region}:${account}:orders"]),
            "permissions[0]: IAM knows no resources of sqs:ListQueues. Ask for it apart, with the resource * and a because",
        ),
        (
            permission(["dynamodb:GetItem"], ["orders"]),
            'permissions[0].resources[0] is "orders": allowed is an ARN, like '
            "arn:${partition}:dynamodb:${region}:${account}:table/orders, or *",
        ),
        (
            permission(["dynamodb:GetItem"], ["arn:${partition}:dynamodb:${regoin}:${account}:table/orders"]),
            'permissions[0].resources[0] is "arn:${partition}:dynamodb:${regoin}:${account}:table/orders": there is no placeholder '
            "${regoin}. Allowed are ${partition}, ${region}, ${account}, ${project}, ${stack}",
        ),
        (
            permission(["dynamodb:GetItem"], ["arn:${partition}:dynamodb:${region}:${account}:table/$stack"]),
            'permissions[0].resources[0] is "arn:${partition}:dynamodb:${region}:${account}:table/$stack": there is no placeholder '
            "$. Allowed are ${partition}, ${region}, ${account}, ${project}, ${stack}",
        ),
        (
            permission(["s3:GetObject"], ["arn:amazon:s3:::b/k"]),
            'permissions[0].resources[0] is "arn:amazon:s3:::b/k": allowed as its partition is ${partition}, or one of aws, '
            "aws-cn, aws-us-gov, aws-eusc",
        ),
        (
            permission(["s3:GetObject"], ["arn:aws:s4:::b/k"]),
            "permissions[0].resources[0] is \"arn:aws:s4:::b/k\": AWS has no service 's4'",
        ),
    ],
)
def test_what_is_wrong_is_said_with_what_is_allowed(given: dict[str, Any], problem: str) -> None:
    assert permissions.problems([given]) == [problem]


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (permission(["*"], ["*"]), 'permissions[0].actions[0] is "*": allowed is a service and an action, like dynamodb:GetItem'),
        (permission([], ["*"]), "permissions[0].actions is empty: allowed are 1 or more"),
        ({"actions": ["s3:GetObject"]}, "permissions[0] has no resources"),
    ],
)
def test_the_shape_is_checked_by_the_schema(given: dict[str, Any], problem: str) -> None:
    tools_json = {
        "language": "python",
        "memory_mb": 128,
        "timeout_seconds": 5,
        "reads_data": False,
        "sends_out": False,
        "tools": [
            {
                "name": "a",
                "description": "A.",
                "input_schema": {"type": "object", "properties": {}, "additionalProperties": False},
            }
        ],
    }
    found = schema.problems(tools_json | {"permissions": [given]})
    assert [each for each in found if each.startswith(problem)], found
    assert schema.problems(tools_json) == []
