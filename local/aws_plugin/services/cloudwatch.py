"""Metric alarms: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html."""

from typing import Any, ClassVar

from ..check import Failure
from ..connections import Aws
from ..naming import AutoName
from ..resource_type import ResourceType, Values
from . import tags
from .spelling import present

_PLAIN = {
    "actionsEnabled": "ActionsEnabled",
    "alarmActions": "AlarmActions",
    "alarmDescription": "AlarmDescription",
    "comparisonOperator": "ComparisonOperator",
    "datapointsToAlarm": "DatapointsToAlarm",
    "evaluateLowSampleCountPercentiles": "EvaluateLowSampleCountPercentile",
    "evaluationPeriods": "EvaluationPeriods",
    "extendedStatistic": "ExtendedStatistic",
    "insufficientDataActions": "InsufficientDataActions",
    "metricName": "MetricName",
    "name": "AlarmName",
    "namespace": "Namespace",
    "okActions": "OKActions",
    "period": "Period",
    "statistic": "Statistic",
    "threshold": "Threshold",
    "treatMissingData": "TreatMissingData",
    "unit": "Unit",
}


class MetricAlarm(ResourceType):
    token = "aws:cloudwatch/metricAlarm:MetricAlarm"
    settable = frozenset({"dimensions", "tags", *_PLAIN})
    computed = frozenset({"arn", "tagsAll"})
    changing = frozenset({"tagsAll"})
    replace_on = frozenset({"name"})
    unordered = frozenset({"alarmActions", "insufficientDataActions", "okActions"})
    defaults: ClassVar[Values] = {"actionsEnabled": True, "treatMissingData": "missing"}
    auto_name = AutoName("name", 255)

    def check(self, inputs: Values) -> list[Failure]:
        return [] if "metricName" in inputs else [Failure("metricName", "is required: the metric that is watched")]

    def create(self, aws: Aws, inputs: Values) -> str:
        aws.client("cloudwatch").put_metric_alarm(**_request(inputs), Tags=tags.as_list(inputs.get("tags")))
        name: str = inputs["name"]
        return name

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values | None:
        client = aws.client("cloudwatch")
        alarms = client.describe_alarms(AlarmNames=[resource_id], AlarmTypes=["MetricAlarm"])["MetricAlarms"]
        if not alarms:
            return None
        alarm = alarms[0]
        live: Values = {name: alarm.get(there) for name, there in _PLAIN.items()}
        return live | {
            "arn": alarm["AlarmArn"],
            "dimensions": tags.as_map(alarm.get("Dimensions"), key="Name"),
            "tags": tags.as_map(client.list_tags_for_resource(ResourceARN=alarm["AlarmArn"])["Tags"]),
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        # PutMetricAlarm replaces the whole alarm, but not its tags.
        client = aws.client("cloudwatch")
        client.put_metric_alarm(**_request(new))
        change = tags.changes(old.get("tags"), new.get("tags"))
        if change.set or change.removed:
            arn = client.describe_alarms(AlarmNames=[resource_id])["MetricAlarms"][0]["AlarmArn"]
            if change.set:
                client.tag_resource(ResourceARN=arn, Tags=tags.as_list(change.set))
            if change.removed:
                client.untag_resource(ResourceARN=arn, TagKeys=change.removed)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        aws.client("cloudwatch").delete_alarms(AlarmNames=[resource_id])


def _request(inputs: Values) -> dict[str, Any]:
    request = {there: inputs.get(name) for name, there in _PLAIN.items()}
    if dimensions := inputs.get("dimensions"):
        request["Dimensions"] = tags.as_list(dimensions, key="Name")
    return present(request)


TYPES = (MetricAlarm(),)
