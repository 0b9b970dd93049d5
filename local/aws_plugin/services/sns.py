"""Topics: https://docs.aws.amazon.com/sns/latest/api/."""

import json

from ..connections import Aws
from ..naming import AutoName
from ..resource_type import ResourceType, Values
from . import tags

_ATTRIBUTES = {
    "deliveryPolicy": "DeliveryPolicy",
    "displayName": "DisplayName",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "policy": "Policy",
    "tracingConfig": "TracingConfig",
}


class Topic(ResourceType):
    token = "aws:sns/topic:Topic"
    settable = frozenset({"name", "tags", *_ATTRIBUTES})
    computed = frozenset({"arn", "owner", "tagsAll"})
    changing = frozenset({"tagsAll"})
    replace_on = frozenset({"name"})
    policies = frozenset({"policy"})
    documents = frozenset({"deliveryPolicy"})
    auto_name = AutoName("name", 256)

    def create(self, aws: Aws, inputs: Values) -> str:
        given = {attribute: inputs[name] for name, attribute in _ATTRIBUTES.items() if name in inputs}
        request = {"Name": inputs["name"], "Attributes": given, "Tags": tags.as_list(inputs.get("tags"))}
        return aws.client("sns").create_topic(**request)["TopicArn"]

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values:
        sns = aws.client("sns")
        attributes = sns.get_topic_attributes(TopicArn=resource_id)["Attributes"]
        return {
            "arn": resource_id,
            "name": resource_id.rsplit(":", 1)[1],
            "owner": attributes["Owner"],
            "tags": tags.as_map(sns.list_tags_for_resource(ResourceArn=resource_id)["Tags"]),
        } | {name: attributes.get(attribute) for name, attribute in _ATTRIBUTES.items()}

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        sns = aws.client("sns")
        for name, attribute in _ATTRIBUTES.items():
            if old.get(name) != new.get(name):
                value = new.get(name) or self._default_policy(aws, resource_id) if name == "policy" else new.get(name, "")
                sns.set_topic_attributes(TopicArn=resource_id, AttributeName=attribute, AttributeValue=value)
        change = tags.changes(old.get("tags"), new.get("tags"))
        if change.set:
            sns.tag_resource(ResourceArn=resource_id, Tags=tags.as_list(change.set))
        if change.removed:
            sns.untag_resource(ResourceArn=resource_id, TagKeys=change.removed)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        aws.client("sns").delete_topic(TopicArn=resource_id)

    def _default_policy(self, aws: Aws, arn: str) -> str:
        """A topic's policy can't be removed; this is the one a new topic has, for its owner alone.
        https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html"""
        statement = {
            "Sid": "__default_statement_ID",
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": ["SNS:Publish", "SNS:Subscribe", "SNS:GetTopicAttributes", "SNS:SetTopicAttributes"],
            "Resource": arn,
            "Condition": {"StringEquals": {"AWS:SourceOwner": aws.account}},
        }
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


TYPES = (Topic(),)
