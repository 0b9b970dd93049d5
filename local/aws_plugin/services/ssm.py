"""Parameters of Systems Manager: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html."""

from typing import Any, ClassVar

from ..check import Failure
from ..connections import Aws
from ..naming import AutoName
from ..resource_type import ResourceType, Values
from . import tags
from .spelling import present, to_aws

_PUT = ("allowedPattern", "dataType", "description", "keyId", "name", "tier", "type", "value")


class Parameter(ResourceType):
    token = "aws:ssm/parameter:Parameter"
    settable = frozenset({"tags", *_PUT})
    computed = frozenset({"arn", "tagsAll", "version"})
    changing = frozenset({"tagsAll", "version"})
    replace_on = frozenset({"dataType", "name", "type"})
    defaults: ClassVar[Values] = {"allowedPattern": "", "dataType": "text", "description": "", "tier": "Standard"}
    auto_name = AutoName("name", 1011)

    def check(self, inputs: Values) -> list[Failure]:
        return [] if "value" in inputs else [Failure("value", "is required: the parameter's text")]

    def create(self, aws: Aws, inputs: Values) -> str:
        self._put(aws, inputs, Tags=tags.as_list(inputs.get("tags")) or None)
        name: str = inputs["name"]
        return name

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values:
        client = aws.client("ssm")
        parameter = client.get_parameter(Name=resource_id, WithDecryption=True)["Parameter"]
        only = [{"Key": "Name", "Option": "Equals", "Values": [resource_id]}]
        [described] = client.describe_parameters(ParameterFilters=only)["Parameters"]
        tagged = client.list_tags_for_resource(ResourceType="Parameter", ResourceId=resource_id)["TagList"]
        return {
            "allowedPattern": described.get("AllowedPattern", ""),
            "arn": parameter["ARN"],
            "dataType": parameter["DataType"],
            "description": described.get("Description", ""),
            "keyId": described.get("KeyId"),
            "name": parameter["Name"],
            "tags": tags.as_map(tagged),
            "tier": described["Tier"],
            "type": parameter["Type"],
            "value": parameter["Value"],
            "version": parameter["Version"],
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        client = aws.client("ssm")
        if any(self.value(old, name) != self.value(new, name) for name in _PUT):
            self._put(aws, new, Overwrite=True)
        change = tags.changes(old.get("tags"), new.get("tags"))
        of_it = {"ResourceType": "Parameter", "ResourceId": resource_id}
        if change.set:
            client.add_tags_to_resource(**of_it, Tags=tags.as_list(change.set))
        if change.removed:
            client.remove_tags_from_resource(**of_it, TagKeys=change.removed)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        aws.client("ssm").delete_parameter(Name=resource_id)

    def _put(self, aws: Aws, inputs: Values, **more: Any) -> None:
        aws.client("ssm").put_parameter(**present(to_aws({name: self.value(inputs, name) for name in _PUT}) | more))


TYPES = (Parameter(),)
