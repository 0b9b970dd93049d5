"""One operation of an AWS service, by the name that Step Functions has for it, like `dynamodb:getItem`.

https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
"""

import difflib
import functools
import re
from dataclasses import dataclass
from typing import Any

_ACTION = re.compile(r"([a-z0-9]+):([a-z][A-Za-z0-9]*)")

BOTO_NAMES = {
    "applicationautoscaling": "application-autoscaling",
    "cloudwatchlogs": "logs",
    "cognitoidentityprovider": "cognito-idp",
    "costexplorer": "ce",
    "databasemigration": "dms",
    "directory": "ds",
    "elasticloadbalancing": "elb",
    "elasticloadbalancingv2": "elbv2",
    "eventbridge": "events",
    "iotdataplane": "iot-data",
    "sfn": "stepfunctions",
}
"""The names of services in botocore, by their names in Step Functions, where they differ by more than a hyphen."""

_THROTTLED = re.compile(r"Throttl|TooManyRequests|ThroughputExceeded|RequestLimitExceeded|SlowDown")
_PAGE_SIZE = re.compile(r"limit|max(Results|Items|Keys|Records|NumberOfMessages)|pageSize", re.IGNORECASE)
# Not every model says which errors are the service's own.
_FAULT_OF_AWS = re.compile(r"Internal|Unavailable|Unexpected|Server|Timeout|TimedOut|Dependency|InProgress|Conflict")


class UnknownActionError(ValueError):
    """There is no such action. The message says why, and what is meant."""


@dataclass(frozen=True)
class Operation:
    """An operation, with its model."""

    action: str
    """As Step Functions has it: `dynamodb:getItem`."""
    boto_name: str
    model: Any
    """botocore's OperationModel."""

    @property
    def permission(self) -> str:
        """The action of IAM that has the same name. Not every operation has one: see `agents.tools_json.iam_actions`."""
        return f"{self.model.service_model.signing_name}:{self.model.name}"

    @property
    def throttles(self) -> list[str]:
        """The errors of calls that the service turned away, as Step Functions names them. Such a call never began."""
        declared = [shape.name for shape in self.model.error_shapes if _THROTTLED.search(shape.name)]
        return self._errors([*declared, "ThrottlingException", "TooManyRequestsException"])

    @property
    def faults_of_the_call(self) -> list[str]:
        """The errors that the same call would meet again, as Step Functions names them."""
        own = [shape for shape in self.model.error_shapes if shape.metadata.get("error", {}).get("httpStatusCode", 400) < 500]
        passing = (_THROTTLED, _FAULT_OF_AWS)
        declared = [
            shape.name
            for shape in own
            if not shape.metadata.get("fault") and not any(pattern.search(shape.name) for pattern in passing)
        ]
        return self._errors(declared)

    @property
    def page_size(self) -> str | None:
        """The argument that limits a page, if the operation gives its results in pages."""
        pager = _pagers(self.boto_name).get(self.model.name, {})
        # botocore doesn't know all operations with pages.
        members = self.model.input_shape.members if self.model.input_shape else {}
        key = pager.get("limit_key") or next((name for name in members if _PAGE_SIZE.fullmatch(name)), None)
        return pascal(key) if key else None

    def _errors(self, names: list[str]) -> list[str]:
        service = java_name(self.model.service_model.service_id)
        return sorted({f"{service}.{exception_name(name)}" for name in names})


def operation(action: Any) -> Operation:
    """Return the operation of an action. Raises UnknownActionError."""
    return _operation(action if isinstance(action, str) else "")


@functools.cache
def _operation(action: str) -> Operation:
    found = _ACTION.fullmatch(action)
    if not found:
        raise UnknownActionError("allowed is <service>:<operation> as Step Functions writes them, like dynamodb:getItem")
    service, name = found[1], found[2]
    boto_name = BOTO_NAMES.get(service) or next((each for each in _services() if each.replace("-", "") == service), None)
    if boto_name is None:
        close = difflib.get_close_matches(service, [*BOTO_NAMES, *(each.replace("-", "") for each in _services())], 1)
        raise UnknownActionError(f"Step Functions has no service {service!r}{f' (did you mean {close[0]}?)' if close else ''}")
    model = service_model(boto_name)
    spelled = re.sub(r"[ -]", "", model.service_id).lower()
    if spelled != service:
        raise UnknownActionError(f"Step Functions calls this service {spelled}, so write {spelled}:{name}")
    names = {_camel(each): each for each in model.operation_names}
    if name not in names:
        close = difflib.get_close_matches(name, names, 1)
        raise UnknownActionError(f"{service} has no operation {name!r}{f' (did you mean {close[0]}?)' if close else ''}")
    return Operation(action, boto_name, model.operation_model(names[name]))


def pascal(member: str) -> str:
    """Return the name of a member as Step Functions writes it: with a capital first."""
    return member[:1].upper() + member[1:]


def java_name(service_id: str) -> str:
    """Return the name of a service in the errors of `aws-sdk` tasks: that of its package in the AWS SDK for Java.

    DynamoDB is DynamoDb, SQS is Sqs, CloudWatch Logs is CloudWatchLogs.
    """
    return as_words(re.sub(r"^(AWS|Amazon)\s*|\s+Service$", "", service_id))


def exception_name(error: str) -> str:
    """Return the name of an error that a service declares: NoSuchKey is NoSuchKeyException."""
    return f"{as_words(error.removesuffix('Fault').removesuffix('Exception'))}Exception"


def as_words(name: str) -> str:
    """Return a name with each of its words capitalized, and acronyms as words: KMSInvalidState is KmsInvalidState."""
    return "".join(word.capitalize() for word in re.findall(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+", name))


def _camel(name: str) -> str:
    return name[:1].lower() + name[1:]


@functools.cache
def _session() -> Any:
    # Imported here, because the import is slow and most declarations call no API.
    from botocore.session import get_session

    return get_session()


@functools.cache
def _services() -> list[str]:
    services: list[str] = _session().get_available_services()
    return services


@functools.cache
def service_model(boto_name: str) -> Any:
    """Return botocore's model of a service."""
    return _session().get_service_model(boto_name)


@functools.cache
def _pagers(boto_name: str) -> dict[str, Any]:
    from botocore.exceptions import UnknownServiceError

    try:
        pagers: dict[str, Any] = _session().get_component("data_loader").load_service_model(boto_name, "paginators-1")["pagination"]
    except UnknownServiceError:
        return {}
    return pagers
