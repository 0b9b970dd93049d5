"""EventBridge schedules: https://docs.aws.amazon.com/scheduler/latest/APIReference/."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from ..connections import Aws
from ..naming import AutoName
from ..resource_type import ResourceType, Values
from .spelling import from_aws, present, to_aws

_DATES = ("startDate", "endDate")
_PLAIN = (
    "actionAfterCompletion",
    "description",
    "flexibleTimeWindow",
    "groupName",
    "kmsKeyArn",
    "name",
    "scheduleExpression",
    "scheduleExpressionTimezone",
    "state",
    "target",
)


class Schedule(ResourceType):
    token = "aws:scheduler/schedule:Schedule"
    settable = frozenset({*_PLAIN, *_DATES})
    computed = frozenset({"arn"})
    replace_on = frozenset({"groupName", "name"})
    defaults: ClassVar[Values] = {
        "actionAfterCompletion": "NONE",
        "groupName": "default",
        "scheduleExpressionTimezone": "UTC",
        "state": "ENABLED",
    }
    auto_name = AutoName("name", 64)

    def create(self, aws: Aws, inputs: Values) -> str:
        aws.client("scheduler").create_schedule(**self._request(inputs))
        return f"{self.value(inputs, 'groupName')}/{inputs['name']}"

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values:
        group, name = resource_id.split("/", 1)
        schedule = aws.client("scheduler").get_schedule(GroupName=group, Name=name)
        live: dict[str, Any] = {key: schedule.get(key[0].upper() + key[1:]) for key in (*_PLAIN, *_DATES)}
        live |= {key: from_aws(live[key]) for key in ("target", "flexibleTimeWindow")}
        live |= {key: live[key].isoformat() for key in _DATES if live[key]}
        return live | {"arn": schedule["Arn"], "groupName": group}

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        # UpdateSchedule replaces the whole schedule. A field that the request leaves out falls back to AWS's default.
        aws.client("scheduler").update_schedule(**self._request(new))

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        group, name = resource_id.split("/", 1)
        aws.client("scheduler").delete_schedule(GroupName=group, Name=name)

    def _request(self, inputs: Values) -> dict[str, Any]:
        request = {key: self.value(inputs, key) for key in _PLAIN}
        request |= {key: _time(inputs[key]) for key in _DATES if inputs.get(key)}
        spelled: dict[str, Any] = to_aws(present(request))
        return spelled


def _time(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


TYPES = (Schedule(),)
