"""The table of the orders, and what the tools may do with it."""

import pulumi_aws as aws

from components import iam
from components.tool_resources import ToolResources, ToolResourcesArgs


def resources(args: ToolResourcesArgs) -> ToolResources:
    table = aws.dynamodb.Table(
        f"{args.name}-table",
        billing_mode="PAY_PER_REQUEST",
        hash_key="number",
        attributes=[{"name": "number", "type": "S"}],
        point_in_time_recovery={"enabled": not args.delete_data_on_destroy},
        deletion_protection_enabled=not args.delete_data_on_destroy,
        tags=args.tags,
        opts=args.inside,
    )
    return ToolResources(
        statements=[
            iam.allow("Orders", ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Scan", "dynamodb:UpdateItem"], table.arn)
        ],
        environment={"ORDERS_TABLE": table.name},
    )
