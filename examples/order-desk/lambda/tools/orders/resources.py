"""The table of the orders, and what the tools may do with it."""

import pulumi_aws as aws
from step_functions_agents import ToolResources, ToolResourcesArgs, iam

ACTIONS = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Scan", "dynamodb:UpdateItem"]


def resources(args: ToolResourcesArgs) -> ToolResources:
    key = args.rules.kms_key_arn
    table = aws.dynamodb.Table(
        f"{args.name}-table",
        billing_mode="PAY_PER_REQUEST",
        hash_key="number",
        attributes=[{"name": "number", "type": "S"}],
        point_in_time_recovery={"enabled": not args.delete_data_on_destroy},
        server_side_encryption={"enabled": True, "kms_key_arn": key} if key else None,
        deletion_protection_enabled=not args.delete_data_on_destroy,
        tags=args.tags,
        opts=args.inside,
    )
    return ToolResources(
        statements=[iam.allow("Orders", ACTIONS, table.arn), *args.rules.may_use_key("dynamodb")],
        environment={"ORDERS_TABLE": table.name},
    )
