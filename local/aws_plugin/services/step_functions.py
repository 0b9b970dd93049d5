"""State machines: https://docs.aws.amazon.com/step-functions/latest/apireference/."""

from typing import Any, ClassVar

from ..connections import Aws
from ..naming import AutoName
from ..resource_type import ResourceType, Values
from . import tags
from .spelling import present

AWS_OWNED_KEY = "AWS_OWNED_KEY"


class StateMachine(ResourceType):
    token = "aws:sfn/stateMachine:StateMachine"
    settable = frozenset(
        {
            "definition",
            "encryptionConfiguration",
            "loggingConfiguration",
            "name",
            "roleArn",
            "tags",
            "tracingConfiguration",
            "type",
        }
    )
    computed = frozenset({"arn", "creationDate", "revisionId", "status", "tagsAll"})
    changing = frozenset({"revisionId", "tagsAll"})
    replace_on = frozenset({"name", "type"})
    documents = frozenset({"definition"})
    defaults: ClassVar[Values] = {"type": "STANDARD"}
    auto_name = AutoName("name", 80)

    def create(self, aws: Aws, inputs: Values) -> str:
        request = self._request(inputs) | {
            "name": inputs["name"],
            "type": self.value(inputs, "type"),
            "tags": tags.as_list(inputs.get("tags"), "key", "value"),
        }
        arn: str = aws.client("stepfunctions").create_state_machine(**request)["stateMachineArn"]
        return arn

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values | None:
        client = aws.client("stepfunctions")
        machine = client.describe_state_machine(stateMachineArn=resource_id)
        if machine.get("status") == "DELETING":
            return None
        # An emulator that doesn't know X-Ray leaves the tracing out. That isn't the same as tracing that is off.
        tracing = present({"tracingConfiguration": machine.get("tracingConfiguration")})
        found = client.list_tags_for_resource(resourceArn=resource_id)["tags"]
        return {
            "arn": machine["stateMachineArn"],
            "creationDate": machine["creationDate"].isoformat(),
            "definition": machine["definition"],
            "encryptionConfiguration": _encryption(machine.get("encryptionConfiguration")),
            "loggingConfiguration": _logging(machine.get("loggingConfiguration")),
            "name": machine["name"],
            "revisionId": machine.get("revisionId"),
            "roleArn": machine["roleArn"],
            "status": machine.get("status", "ACTIVE"),
            "tags": tags.as_map(found, "key", "value"),
            "type": machine["type"],
        } | tracing

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        client = aws.client("stepfunctions")
        client.update_state_machine(stateMachineArn=resource_id, **self._request(new))
        change = tags.changes(old.get("tags"), new.get("tags"))
        if change.set:
            client.tag_resource(resourceArn=resource_id, tags=tags.as_list(change.set, "key", "value"))
        if change.removed:
            client.untag_resource(resourceArn=resource_id, tagKeys=change.removed)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        aws.client("stepfunctions").delete_state_machine(stateMachineArn=resource_id)

    def _request(self, inputs: Values) -> dict[str, Any]:
        return {
            "definition": inputs["definition"],
            "roleArn": inputs["roleArn"],
            "loggingConfiguration": _aws_logging(inputs.get("loggingConfiguration") or {}),
            "encryptionConfiguration": inputs.get("encryptionConfiguration") or {"type": AWS_OWNED_KEY},
            "tracingConfiguration": {"enabled": bool((inputs.get("tracingConfiguration") or {}).get("enabled"))},
        }


def _encryption(answer: dict[str, Any] | None) -> Values | None:
    """Return the encryption with a key of the account. AWS's own key is what a state machine has without."""
    return None if not answer or answer.get("type") == AWS_OWNED_KEY else answer


def _aws_logging(given: Values) -> dict[str, Any]:
    """Return the logging configuration as AWS takes it. Pulumi has one destination, the ARN of a log group with `:*` at its end;
    AWS has a list of objects.
    """
    arn = given.get("logDestination")
    return present(
        {
            "level": given.get("level", "OFF"),
            "includeExecutionData": given.get("includeExecutionData", False),
            "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": arn}}] if arn else None,
        }
    )


def _logging(answer: dict[str, Any] | None) -> Values:
    answer = answer or {}
    destinations = answer.get("destinations") or []
    arn = destinations[0]["cloudWatchLogsLogGroup"]["logGroupArn"] if destinations else None
    found = {
        "includeExecutionData": answer.get("includeExecutionData", False),
        "level": answer.get("level", "OFF"),
        "logDestination": arn,
    }
    return present(found)


TYPES = (StateMachine(),)
