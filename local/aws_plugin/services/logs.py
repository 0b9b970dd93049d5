"""Log groups: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/."""

from typing import ClassVar

from ..connections import Aws
from ..naming import AutoName
from ..resource_type import ResourceType, Values
from . import tags
from .spelling import present


class LogGroup(ResourceType):
    token = "aws:cloudwatch/logGroup:LogGroup"
    settable = frozenset({"kmsKeyId", "logGroupClass", "name", "retentionInDays", "tags"})
    computed = frozenset({"arn", "tagsAll"})
    changing = frozenset({"tagsAll"})
    replace_on = frozenset({"logGroupClass", "name"})
    defaults: ClassVar[Values] = {"logGroupClass": "STANDARD", "retentionInDays": 0}
    auto_name = AutoName("name", 512)

    def create(self, aws: Aws, inputs: Values) -> str:
        request = {
            "logGroupName": inputs["name"],
            "kmsKeyId": inputs.get("kmsKeyId"),
            "logGroupClass": inputs.get("logGroupClass"),
            "tags": inputs.get("tags") or None,
        }
        aws.client("logs").create_log_group(**present(request))
        name: str = inputs["name"]
        return name

    def finish(self, aws: Aws, resource_id: str, inputs: Values) -> None:
        if inputs.get("retentionInDays"):
            self._put_retention(aws, resource_id, inputs)

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values | None:
        logs = aws.client("logs")
        pages = logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=resource_id)
        group = next((one for page in pages for one in page["logGroups"] if one["logGroupName"] == resource_id), None)
        if group is None:
            return None
        arn = group["arn"].removesuffix(":*")
        return {
            "arn": arn,
            "kmsKeyId": group.get("kmsKeyId"),
            "logGroupClass": group.get("logGroupClass", "STANDARD"),
            "name": resource_id,
            "retentionInDays": group.get("retentionInDays", 0),
            "tags": logs.list_tags_for_resource(resourceArn=arn).get("tags", {}),
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        logs = aws.client("logs")
        if new.get("retentionInDays"):
            self._put_retention(aws, resource_id, new)
        else:
            logs.delete_retention_policy(logGroupName=resource_id)
        if key := new.get("kmsKeyId"):
            logs.associate_kms_key(logGroupName=resource_id, kmsKeyId=key)
        elif old.get("kmsKeyId"):
            logs.disassociate_kms_key(logGroupName=resource_id)
        change = tags.changes(old.get("tags"), new.get("tags"))
        if change.set or change.removed:
            live = self.read(aws, resource_id, {})
            assert live is not None
            arn = live["arn"]
            if change.set:
                logs.tag_resource(resourceArn=arn, tags=change.set)
            if change.removed:
                logs.untag_resource(resourceArn=arn, tagKeys=change.removed)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        aws.client("logs").delete_log_group(logGroupName=resource_id)

    def _put_retention(self, aws: Aws, name: str, inputs: Values) -> None:
        aws.client("logs").put_retention_policy(logGroupName=name, retentionInDays=inputs["retentionInDays"])


class LogMetricFilter(ResourceType):
    """Counts the lines of a log group that fit a pattern: .../API_PutMetricFilter.html"""

    token = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
    settable = frozenset({"logGroupName", "metricTransformation", "name", "pattern"})
    replace_on = frozenset({"logGroupName", "name"})
    auto_name = AutoName("name", 512)

    def create(self, aws: Aws, inputs: Values) -> str:
        self._put(aws, inputs)
        name: str = inputs["name"]
        return name

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values | None:
        group = state["logGroupName"]
        found = aws.client("logs").describe_metric_filters(logGroupName=group, filterNamePrefix=resource_id)["metricFilters"]
        one = next((one for one in found if one["filterName"] == resource_id), None)
        if one is None:
            return None
        made = {_PULUMI.get(name, name): value for name, value in one["metricTransformations"][0].items()}
        return {"logGroupName": group, "metricTransformation": made, "name": resource_id, "pattern": one["filterPattern"]}

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        self._put(aws, new)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        aws.client("logs").delete_metric_filter(logGroupName=state["logGroupName"], filterName=resource_id)

    def _put(self, aws: Aws, inputs: Values) -> None:
        aws.client("logs").put_metric_filter(
            logGroupName=inputs["logGroupName"],
            filterName=inputs["name"],
            filterPattern=inputs["pattern"],
            metricTransformations=[{_AWS.get(name, name): value for name, value in inputs["metricTransformation"].items()}],
        )


_AWS = {"name": "metricName", "namespace": "metricNamespace", "value": "metricValue"}
_PULUMI = {there: name for name, there in _AWS.items()}

TYPES = (LogGroup(), LogMetricFilter())
