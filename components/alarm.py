"""An alarm, which tells the topic of the account that something has happened at least once in five minutes."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.house_rules import HouseRules


def alarm(
    name: str,
    rules: HouseRules,
    *,
    description: str,
    namespace: str,
    metric: str,
    parent: pulumi.Resource,
    dimensions: Mapping[str, pulumi.Input[str]] | None = None,
) -> None:
    """Make an alarm that goes off when the metric is above 0. `rules.alarm_topic_arn` has to be set."""
    aws.cloudwatch.MetricAlarm(
        name,
        name=rules.name(name),
        alarm_description=description,
        namespace=namespace,
        metric_name=metric,
        dimensions=dimensions,
        statistic="Sum",
        period=300,
        evaluation_periods=1,
        comparison_operator="GreaterThanThreshold",
        threshold=0,
        treat_missing_data="notBreaching",
        alarm_actions=[] if rules.alarm_topic_arn is None else [rules.alarm_topic_arn],
        tags=rules.tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )
