"""SNS topics and their subscriptions: https://docs.aws.amazon.com/sns/latest/api/."""

import json
from typing import Any, ClassVar

from ..check import Failure
from ..connections import Aws
from ..naming import AutoName
from ..resource_type import ResourceType, Values
from . import tags
from .spelling import as_text
from .sqs import check_fifo_name

_TOPIC = {
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "deliveryPolicy": "DeliveryPolicy",
    "displayName": "DisplayName",
    "fifoTopic": "FifoTopic",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "policy": "Policy",
}
_SUBSCRIPTION = {
    "deliveryPolicy": "DeliveryPolicy",
    "filterPolicy": "FilterPolicy",
    "filterPolicyScope": "FilterPolicyScope",
    "rawMessageDelivery": "RawMessageDelivery",
    "redrivePolicy": "RedrivePolicy",
}
_FLAGS = {"contentBasedDeduplication", "fifoTopic", "rawMessageDelivery"}


class Topic(ResourceType):
    token = "aws:sns/topic:Topic"
    settable = frozenset({"name", "tags", *_TOPIC})
    computed = frozenset({"arn", "owner", "tagsAll"})
    changing = frozenset({"tagsAll"})
    replace_on = frozenset({"fifoTopic", "name"})
    policies = frozenset({"policy"})
    documents = frozenset({"deliveryPolicy"})
    defaults: ClassVar[Values] = {
        "contentBasedDeduplication": False,
        "deliveryPolicy": "",
        "displayName": "",
        "fifoTopic": False,
        "kmsMasterKeyId": "",
    }
    auto_name = AutoName("name", 256)

    def check(self, inputs: Values) -> list[Failure]:
        return check_fifo_name(inputs, "fifoTopic")

    def create(self, aws: Aws, inputs: Values) -> str:
        attributes = {there: as_text(inputs[name]) for name, there in _TOPIC.items() if inputs.get(name)}
        tag_list = tags.as_list(inputs.get("tags"))
        arn: str = aws.client("sns").create_topic(Name=inputs["name"], Attributes=attributes, Tags=tag_list)["TopicArn"]
        return arn

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values:
        client = aws.client("sns")
        live = client.get_topic_attributes(TopicArn=resource_id)["Attributes"]
        values = {name: _from_text(name, live.get(there), self.defaults.get(name)) for name, there in _TOPIC.items()}
        return values | {
            "arn": resource_id,
            "name": resource_id.rsplit(":", 1)[1],
            "owner": live.get("Owner", resource_id.split(":")[4]),
            "tags": tags.as_map(client.list_tags_for_resource(ResourceArn=resource_id).get("Tags")),
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        client = aws.client("sns")
        for name, there in _TOPIC.items():
            if name not in self.replace_on and self.value(old, name) != self.value(new, name):
                value = as_text(self.value(new, name) or "")
                client.set_topic_attributes(TopicArn=resource_id, AttributeName=there, AttributeValue=value)
        change = tags.changes(old.get("tags"), new.get("tags"))
        if change.set:
            client.tag_resource(ResourceArn=resource_id, Tags=tags.as_list(change.set))
        if change.removed:
            client.untag_resource(ResourceArn=resource_id, TagKeys=change.removed)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        aws.client("sns").delete_topic(TopicArn=resource_id)


class TopicPolicy(ResourceType):
    token = "aws:sns/topicPolicy:TopicPolicy"
    settable = frozenset({"arn", "policy"})
    computed = frozenset({"owner"})
    replace_on = frozenset({"arn"})
    policies = frozenset({"policy"})

    def create(self, aws: Aws, inputs: Values) -> str:
        self.update(aws, inputs["arn"], {}, inputs)
        arn: str = inputs["arn"]
        return arn

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values | None:
        live = aws.client("sns").get_topic_attributes(TopicArn=resource_id)["Attributes"]
        owner = resource_id.split(":")[4]
        if not live.get("Policy") or same_document(live["Policy"], own_policy(resource_id)):
            return None
        return {"arn": resource_id, "owner": owner, "policy": live["Policy"]}

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        client = aws.client("sns")
        client.set_topic_attributes(TopicArn=resource_id, AttributeName="Policy", AttributeValue=new["policy"])

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        """Give the topic a policy that lets its account alone use it. SNS takes no empty policy."""
        client = aws.client("sns")
        client.set_topic_attributes(TopicArn=resource_id, AttributeName="Policy", AttributeValue=own_policy(resource_id))


class TopicSubscription(ResourceType):
    token = "aws:sns/topicSubscription:TopicSubscription"
    settable = frozenset({"endpoint", "protocol", "topic", *_SUBSCRIPTION})
    computed = frozenset({"arn", "confirmationWasAuthenticated", "ownerId", "pendingConfirmation"})
    replace_on = frozenset({"endpoint", "protocol", "topic"})
    documents = frozenset({"deliveryPolicy", "filterPolicy", "redrivePolicy"})
    defaults: ClassVar[Values] = {
        "deliveryPolicy": "",
        "filterPolicy": "",
        "filterPolicyScope": "",
        "rawMessageDelivery": False,
        "redrivePolicy": "",
    }

    def create(self, aws: Aws, inputs: Values) -> str:
        attributes = {there: as_text(inputs[name]) for name, there in _SUBSCRIPTION.items() if inputs.get(name)}
        made = aws.client("sns").subscribe(
            TopicArn=inputs["topic"],
            Protocol=inputs["protocol"],
            Endpoint=inputs["endpoint"],
            Attributes=attributes,
            ReturnSubscriptionArn=True,
        )
        arn: str = made["SubscriptionArn"]
        return arn

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values:
        live = aws.client("sns").get_subscription_attributes(SubscriptionArn=resource_id)["Attributes"]
        values = {name: _from_text(name, live.get(there), self.defaults[name]) for name, there in _SUBSCRIPTION.items()}
        return values | {
            "arn": resource_id,
            "confirmationWasAuthenticated": live.get("ConfirmationWasAuthenticated") == "true",
            "endpoint": live["Endpoint"],
            "ownerId": live.get("Owner", resource_id.split(":")[4]),
            "pendingConfirmation": live.get("PendingConfirmation") == "true",
            "protocol": live["Protocol"],
            "topic": live["TopicArn"],
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        client = aws.client("sns")
        for name, there in _SUBSCRIPTION.items():
            if self.value(old, name) != self.value(new, name):
                value = as_text(self.value(new, name))
                client.set_subscription_attributes(SubscriptionArn=resource_id, AttributeName=there, AttributeValue=value)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        aws.client("sns").unsubscribe(SubscriptionArn=resource_id)


def own_policy(topic_arn: str) -> str:
    """Return the policy under which the topic's own account alone may use it."""
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": topic_arn.split(":")[4]},
        "Action": ["sns:Publish", "sns:Subscribe"],
        "Resource": topic_arn,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def same_document(one: str, other: str) -> bool:
    return bool(json.loads(one) == json.loads(other))


def _from_text(name: str, value: str | None, default: Any) -> Any:
    if value is None:
        return default
    return value == "true" if name in _FLAGS else value


TYPES = (Topic(), TopicPolicy(), TopicSubscription())
