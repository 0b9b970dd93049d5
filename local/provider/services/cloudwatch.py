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
    "thresholdMetricId": "ThresholdMetricId",
    "treatMissingData": "TreatMissingData",
    "unit": "Unit",
}
_QUERY = {
    "id": "Id",
    "accountId": "AccountId",
    "expression": "Expression",
    "label": "Label",
    "period": "Period",
    "returnData": "ReturnData",
}
_STATISTIC = {"period": "Period", "stat": "Stat", "unit": "Unit"}
_METRIC = {"metricName": "MetricName", "namespace": "Namespace"}


class MetricAlarm(ResourceType):
    token = "aws:cloudwatch/metricAlarm:MetricAlarm"
    settable = frozenset({"dimensions", "metricQueries", "tags", *_PLAIN})
    computed = frozenset({"arn", "tagsAll"})
    changing = frozenset({"tagsAll"})
    replace_on = frozenset({"name"})
    unordered = frozenset({"alarmActions", "insufficientDataActions", "okActions"})
    defaults: ClassVar[Values] = {"actionsEnabled": True, "treatMissingData": "missing"}
    auto_name = AutoName("name", 255)

    def check(self, inputs: Values) -> list[Failure]:
        if ("metricName" in inputs) == ("metricQueries" in inputs):
            return [Failure("metricName", "or metricQueries is required, and not both")]
        return []

    def create(self, aws: Aws, inputs: Values) -> str:
        aws.client("cloudwatch").put_metric_alarm(**_request(inputs), Tags=tags.as_list(inputs.get("tags")))
        return inputs["name"]

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
            "metricQueries": [_query(one) for one in alarm.get("Metrics", [])],
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
    if queries := inputs.get("metricQueries"):
        request["Metrics"] = [_aws_query(one) for one in queries]
    return present(request)


def _aws_query(query: Values) -> dict[str, Any]:
    request = {there: query.get(name) for name, there in _QUERY.items()}
    if metric := query.get("metric"):
        named = {there: metric.get(name) for name, there in _METRIC.items()}
        named["Dimensions"] = tags.as_list(metric.get("dimensions"), key="Name")
        statistic = {there: metric.get(name) for name, there in _STATISTIC.items()}
        request["MetricStat"] = present(statistic) | {"Metric": present(named)}
    return present(request)


def _query(answer: dict[str, Any]) -> Values:
    query: Values = {name: answer.get(there) for name, there in _QUERY.items()}
    if statistic := answer.get("MetricStat"):
        named = statistic["Metric"]
        query["metric"] = (
            {name: statistic.get(there) for name, there in _STATISTIC.items()}
            | {name: named.get(there) for name, there in _METRIC.items()}
            | {"dimensions": tags.as_map(named.get("Dimensions"), key="Name")}
        )
    return query


TYPES = (MetricAlarm(),)
