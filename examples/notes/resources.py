"""The table of the notes, and what the tools may do with it."""

import pulumi_aws as aws

from components import iam
from components.tool_resources import ToolResources, ToolResourcesArgs


def resources(args: ToolResourcesArgs) -> ToolResources:
    key = args.rules.kms_key_arn
    table = aws.dynamodb.Table(
        f"{args.name}-table",
        name=args.physical_name,
        billing_mode="PAY_PER_REQUEST",
        hash_key="subject",
        attributes=[{"name": "subject", "type": "S"}],
        server_side_encryption={"enabled": True, "kms_key_arn": key} if key else None,
        deletion_protection_enabled=not args.delete_data_on_destroy,
        tags=args.tags,
        opts=args.inside,
    )
    return ToolResources(
        statements=[iam.allow("Notes", ["dynamodb:GetItem", "dynamodb:PutItem"], table.arn), *args.rules.may_use_key("dynamodb")],
        environment={"NOTES_TABLE": table.name},
    )
