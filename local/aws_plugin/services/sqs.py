"""SQS queues: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html."""

from typing import Any, ClassVar

from ..check import Failure
from ..connections import Aws
from ..naming import AutoName
from ..resource_type import ResourceType, Values
from . import tags
from .spelling import as_text

_ATTRIBUTES = {
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "delaySeconds": "DelaySeconds",
    "fifoQueue": "FifoQueue",
    "kmsDataKeyReusePeriodSeconds": "KmsDataKeyReusePeriodSeconds",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "maxMessageSize": "MaximumMessageSize",
    "messageRetentionSeconds": "MessageRetentionPeriod",
    "policy": "Policy",
    "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
    "redriveAllowPolicy": "RedriveAllowPolicy",
    "redrivePolicy": "RedrivePolicy",
    "sqsManagedSseEnabled": "SqsManagedSseEnabled",
    "visibilityTimeoutSeconds": "VisibilityTimeout",
}
_FLAGS = {"contentBasedDeduplication", "fifoQueue", "sqsManagedSseEnabled"}
_TEXTS = {"kmsMasterKeyId", "policy", "redriveAllowPolicy", "redrivePolicy"}


class Queue(ResourceType):
    token = "aws:sqs/queue:Queue"
    settable = frozenset({"name", "tags", *_ATTRIBUTES})
    computed = frozenset({"arn", "tagsAll", "url"})
    changing = frozenset({"tagsAll"})
    replace_on = frozenset({"fifoQueue", "name"})
    policies = frozenset({"policy"})
    documents = frozenset({"redriveAllowPolicy", "redrivePolicy"})
    defaults: ClassVar[Values] = {
        "contentBasedDeduplication": False,
        "delaySeconds": 0,
        "fifoQueue": False,
        "kmsDataKeyReusePeriodSeconds": 300,
        "kmsMasterKeyId": "",
        "maxMessageSize": 262144,
        "messageRetentionSeconds": 345600,
        "policy": "",
        "receiveWaitTimeSeconds": 0,
        "redriveAllowPolicy": "",
        "redrivePolicy": "",
        "sqsManagedSseEnabled": True,
        "visibilityTimeoutSeconds": 30,
    }
    auto_name = AutoName("name", 80)

    def check(self, inputs: Values) -> list[Failure]:
        return check_fifo_name(inputs, "fifoQueue")

    def create(self, aws: Aws, inputs: Values) -> str:
        attributes = {there: as_text(inputs[name]) for name, there in _ATTRIBUTES.items() if inputs.get(name) not in (None, "")}
        if not inputs.get("fifoQueue"):
            # AWS takes FifoQueue as true or not at all.
            attributes.pop("FifoQueue", None)
        made = aws.client("sqs").create_queue(QueueName=inputs["name"], Attributes=attributes, tags=inputs.get("tags") or {})
        url: str = made["QueueUrl"]
        return url

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values:
        client = aws.client("sqs")
        live = client.get_queue_attributes(QueueUrl=resource_id, AttributeNames=["All"])["Attributes"]
        values = {name: _from_text(name, live.get(there), self.defaults[name]) for name, there in _ATTRIBUTES.items()}
        return values | {
            "arn": live["QueueArn"],
            "name": live["QueueArn"].rsplit(":", 1)[1],
            "tags": client.list_queue_tags(QueueUrl=resource_id).get("Tags", {}),
            "url": resource_id,
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        client = aws.client("sqs")
        changed = {
            there: as_text(self.value(new, name))
            for name, there in _ATTRIBUTES.items()
            if name not in self.replace_on and self.value(old, name) != self.value(new, name)
        }
        if changed:
            client.set_queue_attributes(QueueUrl=resource_id, Attributes=changed)
        change = tags.changes(old.get("tags"), new.get("tags"))
        if change.set:
            client.tag_queue(QueueUrl=resource_id, Tags=change.set)
        if change.removed:
            client.untag_queue(QueueUrl=resource_id, TagKeys=change.removed)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        aws.client("sqs").delete_queue(QueueUrl=resource_id)


class QueuePolicy(ResourceType):
    token = "aws:sqs/queuePolicy:QueuePolicy"
    settable = frozenset({"policy", "queueUrl"})
    replace_on = frozenset({"queueUrl"})
    policies = frozenset({"policy"})

    def create(self, aws: Aws, inputs: Values) -> str:
        self.update(aws, inputs["queueUrl"], {}, inputs)
        url: str = inputs["queueUrl"]
        return url

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values | None:
        live = aws.client("sqs").get_queue_attributes(QueueUrl=resource_id, AttributeNames=["Policy"]).get("Attributes", {})
        return {"policy": live["Policy"], "queueUrl": resource_id} if live.get("Policy") else None

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        aws.client("sqs").set_queue_attributes(QueueUrl=resource_id, Attributes={"Policy": new["policy"]})

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        aws.client("sqs").set_queue_attributes(QueueUrl=resource_id, Attributes={"Policy": ""})


def check_fifo_name(inputs: Values, flag: str) -> list[Failure]:
    """Return the failure of a FIFO queue or topic whose name doesn't end as AWS asks."""
    name = inputs.get("name")
    if not isinstance(name, str) or bool(inputs.get(flag)) == name.endswith(".fifo"):
        return []
    return [Failure("name", f"is {name!r}: it must end with .fifo if {flag} is true, and only then")]


def _from_text(name: str, value: str | None, default: Any) -> Any:
    if value is None:
        return default
    if name in _FLAGS:
        return value == "true"
    return value if name in _TEXTS else int(value)


TYPES = (Queue(), QueuePolicy())
