"""The resources that a program registers, as the plan of Terraform, which scanners of policies read.

Pulumi's AWS plugin is made from Terraform's: a property is Terraform's argument in other spelling, and an object a block.
"""

import re
from typing import Any

import pulumi

from local.aws_plugin.catalog import RESOURCE_TYPES

NAMES = {
    "aws:s3/bucket:Bucket": "aws_s3_bucket",
    "aws:s3/bucketObjectv2:BucketObjectv2": "aws_s3_object",
    "aws:cloudwatch/logGroup:LogGroup": "aws_cloudwatch_log_group",
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": "aws_cloudwatch_log_metric_filter",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "aws_cloudwatch_metric_alarm",
    "aws:sfn/stateMachine:StateMachine": "aws_sfn_state_machine",
}
"""Those that aren't spelt by the rule: aws:<service>/<name>: aws_<service>_<name>."""

MAPS = {"tags", "variables", "dimensions"}
"""The objects whose keys are a person's, and that are no blocks."""

PLURALS = {"rules": "rule"}
"""Pulumi's names of lists of blocks, with Terraform's."""

TOKENS = {token.rpartition(":")[2]: token for token in RESOURCE_TYPES}


def plan(inputs: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """inputs: of each resource, by `<type>/<logical name>`."""
    resources = []
    for key, given in inputs.items():
        kind, name = key.split("/", 1)
        if not given or kind not in TOKENS:
            continue
        made = _type(TOKENS[kind])
        values = {PLURALS.get(field, _snake(field)): _block(field, value) for field, value in given.items()}
        resources.append({"address": f"{made}.{name}", "mode": "managed", "type": made, "name": name, "values": values})
    changes = [{**one, "change": {"actions": ["create"], "before": None, "after": one["values"]}} for one in resources]
    return {
        "format_version": "1.2",
        "terraform_version": "1.9.0",
        "planned_values": {"root_module": {"resources": resources}},
        "resource_changes": changes,
        "configuration": {"root_module": {"resources": [_configuration(one, resources) for one in resources]}},
    }


def _configuration(one: dict[str, Any], others: list[dict[str, Any]]) -> dict[str, Any]:
    """What refers to what: the settings of a bucket name the bucket."""
    buckets = [other["address"] for other in others if other["type"] == "aws_s3_bucket"]
    refers = {"bucket": {"references": [f"{buckets[0]}.id", buckets[0]]}} if buckets and "bucket" in one["values"] else {}
    named = {key: one[key] for key in ("address", "mode", "type", "name")}
    return {**named, "expressions": refers}


def _type(token: str) -> str:
    service, name = token.removeprefix("aws:").partition(":")[0].split("/")
    return NAMES.get(token) or f"aws_{service}_{_snake(name)}"


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _block(field: str, value: Any) -> Any:
    if isinstance(value, pulumi.FileAsset):
        return value.path
    if isinstance(value, dict):
        return value if field in MAPS else [{_snake(name): _block(name, inner) for name, inner in value.items()}]
    if isinstance(value, list):
        return [_block(field, inner)[0] if isinstance(inner, dict) else inner for inner in value]
    return value
