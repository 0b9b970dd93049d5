"""The statements of a tool function's role that its permissions become."""

import pulumi

from components import tool_permissions
from components.tool_folder import Permission
from tests.components.deployment import deploy

STACK = {"partition": "aws-cn", "region": "cn-north-1", "project": "desk", "stack": "dev"}


def test_placeholders_become_those_of_the_stack() -> None:
    table = "arn:${partition}:dynamodb:${region}:1:table/${project}-${stack}-orders"
    (statement,) = tool_permissions.statements([Permission(("dynamodb:GetItem",), (table, "*"))], STACK)
    assert statement == {
        "Sid": "Permission0",
        "Effect": "Allow",
        "Action": ["dynamodb:GetItem"],
        "Resource": ["arn:aws-cn:dynamodb:cn-north-1:1:table/desk-dev-orders", "*"],
    }


def test_an_account_that_is_known_later_stands_in_the_arn_then() -> None:
    found: list[str] = []

    def program() -> None:
        queue = Permission(("sqs:SendMessage",), ("arn:${partition}:sqs:${region}:${account}:orders",))
        account = pulumi.Output.from_input("123456789012")
        (statement,) = tool_permissions.statements([queue], {**STACK, "account": account})
        pulumi.Output.from_input(statement["Resource"][0]).apply(found.append)

    deploy(program)
    assert found == ["arn:aws-cn:sqs:cn-north-1:123456789012:orders"]
