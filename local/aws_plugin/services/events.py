"""EventBridge's buses, rules and targets: https://docs.aws.amazon.com/eventbridge/latest/APIReference/."""

from typing import Any, ClassVar

from ..check import Failure
from ..connections import Aws
from ..naming import AutoName
from ..resource_type import ResourceType, Values
from . import tags
from .spelling import from_aws, present, to_aws

DEFAULT_BUS = "default"


class EventBus(ResourceType):
    token = "aws:cloudwatch/eventBus:EventBus"
    settable = frozenset({"description", "name", "tags"})
    computed = frozenset({"arn", "tagsAll"})
    changing = frozenset({"tagsAll"})
    replace_on = frozenset({"name"})
    defaults: ClassVar[Values] = {"description": ""}
    auto_name = AutoName("name", 256)

    def create(self, aws: Aws, inputs: Values) -> str:
        request = {"Name": inputs["name"], "Description": inputs.get("description"), "Tags": tags.as_list(inputs.get("tags"))}
        aws.client("events").create_event_bus(**present(request))
        name: str = inputs["name"]
        return name

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values:
        client = aws.client("events")
        bus = client.describe_event_bus(Name=resource_id)
        return {
            "arn": bus["Arn"],
            "description": bus.get("Description", ""),
            "name": bus["Name"],
            "tags": _tags_of(client, bus["Arn"]),
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        client = aws.client("events")
        client.update_event_bus(Name=resource_id, Description=self.value(new, "description"))
        _change_tags(client, client.describe_event_bus(Name=resource_id)["Arn"], old, new)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        aws.client("events").delete_event_bus(Name=resource_id)


class EventRule(ResourceType):
    token = "aws:cloudwatch/eventRule:EventRule"
    settable = frozenset({"description", "eventBusName", "eventPattern", "name", "roleArn", "scheduleExpression", "state", "tags"})
    computed = frozenset({"arn", "tagsAll"})
    changing = frozenset({"tagsAll"})
    replace_on = frozenset({"eventBusName", "name"})
    documents = frozenset({"eventPattern"})
    defaults: ClassVar[Values] = {
        "description": "",
        "eventBusName": DEFAULT_BUS,
        "roleArn": "",
        "scheduleExpression": "",
        "state": "ENABLED",
    }
    auto_name = AutoName("name", 64)

    def check(self, inputs: Values) -> list[Failure]:
        if "eventPattern" in inputs or "scheduleExpression" in inputs:
            return []
        return [Failure("eventPattern", "is required, unless there is a scheduleExpression")]

    def create(self, aws: Aws, inputs: Values) -> str:
        self._put(aws, inputs, tags.as_list(inputs.get("tags")) or None)
        bus = self.value(inputs, "eventBusName")
        return str(inputs["name"]) if bus == DEFAULT_BUS else f"{bus}/{inputs['name']}"

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values:
        client = aws.client("events")
        bus, name = _bus_and_name(resource_id)
        rule = client.describe_rule(EventBusName=bus, Name=name)
        return {
            "arn": rule["Arn"],
            "description": rule.get("Description", ""),
            "eventBusName": rule.get("EventBusName", bus),
            "eventPattern": rule.get("EventPattern") or None,
            "name": name,
            "roleArn": rule.get("RoleArn", ""),
            "scheduleExpression": rule.get("ScheduleExpression", ""),
            "state": rule["State"],
            "tags": _tags_of(client, rule["Arn"]),
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        # PutRule replaces the whole rule, but not its tags.
        self._put(aws, new, None)
        client = aws.client("events")
        bus, name = _bus_and_name(resource_id)
        _change_tags(client, client.describe_rule(EventBusName=bus, Name=name)["Arn"], old, new)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        bus, name = _bus_and_name(resource_id)
        aws.client("events").delete_rule(EventBusName=bus, Name=name)

    def _put(self, aws: Aws, inputs: Values, tag_list: Any) -> None:
        request = {
            "Name": inputs["name"],
            "Description": self.value(inputs, "description"),
            "EventBusName": self.value(inputs, "eventBusName"),
            "EventPattern": inputs.get("eventPattern"),
            "RoleArn": inputs.get("roleArn"),
            "ScheduleExpression": inputs.get("scheduleExpression"),
            "State": self.value(inputs, "state"),
            "Tags": tag_list,
        }
        aws.client("events").put_rule(**present(request))


class EventTarget(ResourceType):
    token = "aws:cloudwatch/eventTarget:EventTarget"
    settable = frozenset(
        {
            "arn",
            "deadLetterConfig",
            "eventBusName",
            "input",
            "inputPath",
            "inputTransformer",
            "retryPolicy",
            "roleArn",
            "rule",
            "targetId",
        }
    )
    replace_on = frozenset({"eventBusName", "rule", "targetId"})
    defaults: ClassVar[Values] = {"eventBusName": DEFAULT_BUS}
    auto_name = AutoName("targetId", 64)

    def create(self, aws: Aws, inputs: Values) -> str:
        self._put(aws, inputs)
        return f"{inputs['rule']}-{inputs['targetId']}"

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values | None:
        # The ID doesn't show where the rule's name ends: both may hold hyphens.
        rule, target_id = state["rule"], state["targetId"]
        bus = self.value(state, "eventBusName")
        pages = aws.client("events").get_paginator("list_targets_by_rule").paginate(Rule=rule, EventBusName=bus)
        target = next((one for page in pages for one in page["Targets"] if one["Id"] == target_id), None)
        if target is None:
            return None
        transformer = target.get("InputTransformer")
        return {
            "arn": target["Arn"],
            "deadLetterConfig": from_aws(target.get("DeadLetterConfig")),
            "eventBusName": bus,
            "input": target.get("Input"),
            "inputPath": target.get("InputPath"),
            "inputTransformer": transformer
            and {"inputPaths": transformer.get("InputPathsMap", {}), "inputTemplate": transformer["InputTemplate"]},
            "retryPolicy": from_aws(target.get("RetryPolicy")),
            "roleArn": target.get("RoleArn"),
            "rule": rule,
            "targetId": target_id,
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        self._put(aws, new)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        bus = self.value(state, "eventBusName")
        aws.client("events").remove_targets(Rule=state["rule"], EventBusName=bus, Ids=[state["targetId"]])

    def _put(self, aws: Aws, inputs: Values) -> None:
        transformer = inputs.get("inputTransformer")
        target = {
            "Id": inputs["targetId"],
            "Arn": inputs["arn"],
            "DeadLetterConfig": to_aws(inputs.get("deadLetterConfig")),
            "Input": inputs.get("input"),
            "InputPath": inputs.get("inputPath"),
            "InputTransformer": transformer
            and {"InputPathsMap": transformer.get("inputPaths") or {}, "InputTemplate": transformer["inputTemplate"]},
            "RetryPolicy": to_aws(inputs.get("retryPolicy")),
            "RoleArn": inputs.get("roleArn"),
        }
        bus = self.value(inputs, "eventBusName")
        done = aws.client("events").put_targets(Rule=inputs["rule"], EventBusName=bus, Targets=[present(target)])
        refuse_failed_entry(done)


def refuse_failed_entry(done: dict[str, Any]) -> None:
    """Raise ClientError if PutTargets refused the target: it answers 200 all the same."""
    from botocore.exceptions import ClientError

    for entry in done.get("FailedEntries") or []:
        raise ClientError({"Error": {"Code": entry["ErrorCode"], "Message": entry["ErrorMessage"]}}, "PutTargets")


def _bus_and_name(resource_id: str) -> tuple[str, str]:
    # A partner's bus has slashes in its name.
    bus, _, name = resource_id.rpartition("/")
    return bus or DEFAULT_BUS, name


def _tags_of(client: Any, arn: str) -> dict[str, str]:
    return tags.as_map(client.list_tags_for_resource(ResourceARN=arn).get("Tags"))


def _change_tags(client: Any, arn: str, old: Values, new: Values) -> None:
    change = tags.changes(old.get("tags"), new.get("tags"))
    if change.set:
        client.tag_resource(ResourceARN=arn, Tags=tags.as_list(change.set))
    if change.removed:
        client.untag_resource(ResourceARN=arn, TagKeys=change.removed)


TYPES = (EventBus(), EventRule(), EventTarget())
