"""The table of the notes, and what the tools may do with it."""

import pulumi_aws as aws

from components import iam
from components.tool_resources import ToolResources, ToolResourcesArgs


def resources(args: ToolResourcesArgs) -> ToolResources:
    table = aws.dynamodb.Table(
        f"{args.name}-table",
        billing_mode="PAY_PER_REQUEST",
        hash_key="subject",
        attributes=[{"name": "subject", "type": "S"}],
        deletion_protection_enabled=not args.delete_data_on_destroy,
        tags=args.tags,
        opts=args.inside,
    )
    return ToolResources(
        statements=[iam.allow("Notes", ["dynamodb:GetItem", "dynamodb:PutItem"], table.arn)],
        environment={"NOTES_TABLE": table.name},
    )
