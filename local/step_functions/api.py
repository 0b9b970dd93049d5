"""The operations of the Step Functions API: each takes a request's JSON and returns the answer's.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html
These are missing and answer UnknownOperationException: activities, aliases, versions, map runs, Express state machines, redriving,
TestState.
"""

import base64
import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

from local.step_functions.definition import problems
from local.step_functions.errors import InvalidTokenError, MissingRequiredParameterError, UnknownOperationExceptionError
from local.step_functions.executions import Executions
from local.step_functions.state_machines import StateMachine, StateMachines

Answer = dict[str, Any]

PAGE = 100
LONGEST_PAGE = 1000


class Api:
    """The Step Functions API of one account in one region.

    folder: keeps state machines and executions after the process ends. Without it, they end with the process.
    check_role: takes the ARNs of a role and of its state machine. Raises an ApiError if Step Functions can't assume the role.
    check_waiting: takes the ARN of a role and a definition. Raises an ApiError if the definition waits for other runs and the role
        may not hear of their end.
    """

    def __init__(
        self,
        account: str = "000000000000",
        region: str = "us-east-1",
        folder: Path | None = None,
        check_role: Callable[[str, str], None] | None = None,
        check_waiting: Callable[[str, str], None] | None = None,
    ) -> None:
        self._check_role = check_role or (lambda *_: None)
        self._check_waiting = check_waiting or (lambda *_: None)
        self._machines = StateMachines(account, region, folder and folder / "state_machines.json")
        self._executions = Executions(folder and folder / "executions")

    def call(self, operation: str, request: dict[str, Any]) -> Answer:
        """Carry out an operation. Raise an ApiError if anything is wrong with the request."""
        function = OPERATIONS.get(operation)
        if function is None:
            raise UnknownOperationExceptionError(f"{operation}: not one of {', '.join(sorted(OPERATIONS))}")
        try:
            return function(self, request)
        except KeyError as error:
            raise MissingRequiredParameterError(f"{operation} needs the parameter {error}") from error

    def create_state_machine(self, request: dict[str, Any]) -> Answer:
        self._check_role(request["roleArn"], self._machines.arn_of(request["name"]))
        self._check_waiting(request["roleArn"], request["definition"])
        machine = self._machines.create(
            name=request["name"],
            definition=request["definition"],
            role_arn=request["roleArn"],
            type=request.get("type", "STANDARD"),
            logging=request.get("loggingConfiguration"),
            tracing=request.get("tracingConfiguration"),
            encryption=request.get("encryptionConfiguration"),
            tags={tag["key"]: tag["value"] for tag in request.get("tags", [])},
        )
        return {"stateMachineArn": machine.arn, "creationDate": machine.created}

    def update_state_machine(self, request: dict[str, Any]) -> Answer:
        if "roleArn" in request:
            self._check_role(request["roleArn"], request["stateMachineArn"])
        if "roleArn" in request or "definition" in request:
            there = self._machines.get(request["stateMachineArn"])
            self._check_waiting(request.get("roleArn", there.role_arn), request.get("definition", there.definition))
        machine = self._machines.update(
            request["stateMachineArn"],
            definition=request.get("definition"),
            role_arn=request.get("roleArn"),
            logging=request.get("loggingConfiguration"),
            tracing=request.get("tracingConfiguration"),
            encryption=request.get("encryptionConfiguration"),
        )
        return {"updateDate": datetime.datetime.now().timestamp(), "revisionId": machine.revision}

    def describe_state_machine(self, request: dict[str, Any]) -> Answer:
        machine = self._machines.get(request["stateMachineArn"])
        return _item(machine) | {
            "status": "ACTIVE",
            "definition": machine.definition,
            "roleArn": machine.role_arn,
            "loggingConfiguration": machine.logging,
            "tracingConfiguration": machine.tracing,
            "encryptionConfiguration": machine.encryption,
            "revisionId": machine.revision,
        }

    def delete_state_machine(self, request: dict[str, Any]) -> Answer:
        self._machines.delete(request["stateMachineArn"])
        return {}

    def list_state_machines(self, request: dict[str, Any]) -> Answer:
        return _page(request, "stateMachines", [_item(machine) for machine in self._machines.all()])

    def list_state_machine_versions(self, request: dict[str, Any]) -> Answer:
        """There are none, because nothing publishes any. Pulumi's real AWS plugin asks after each change."""
        self._machines.get(request["stateMachineArn"])
        return {"stateMachineVersions": []}

    def validate_state_machine_definition(self, request: dict[str, Any]) -> Answer:
        found = [
            {"severity": "ERROR", "code": problem.code, "message": problem.message, "location": problem.location}
            for problem in problems(request["definition"])
        ]
        return {"result": "FAIL" if found else "OK", "diagnostics": found, "truncated": False}

    def tag_resource(self, request: dict[str, Any]) -> Answer:
        self._machines.tag(request["resourceArn"], add={tag["key"]: tag["value"] for tag in request["tags"]})
        return {}

    def untag_resource(self, request: dict[str, Any]) -> Answer:
        self._machines.tag(request["resourceArn"], remove=request["tagKeys"])
        return {}

    def list_tags_for_resource(self, request: dict[str, Any]) -> Answer:
        tags = self._machines.tag(request["resourceArn"])
        return {"tags": [{"key": key, "value": value} for key, value in sorted(tags.items())]}

    def start_execution(self, request: dict[str, Any]) -> Answer:
        machine = self._machines.get(request["stateMachineArn"])
        started = self._executions.start(machine, request.get("name"), request.get("input", "{}"))
        return {"executionArn": started["executionArn"], "startDate": started["startDate"]}

    def describe_execution(self, request: dict[str, Any]) -> Answer:
        answer = self._executions.describe(request["executionArn"])
        included = {f"{field}Details": {"included": True} for field in ("input", "output") if field in answer}
        return answer | included | {"redriveCount": 0, "redriveStatus": "NOT_REDRIVABLE"}

    def describe_state_machine_for_execution(self, request: dict[str, Any]) -> Answer:
        machine = self._executions.definition(request["executionArn"])
        return {
            "stateMachineArn": machine["arn"],
            "name": machine["name"],
            "definition": machine["definition"],
            "roleArn": machine["roleArn"],
            "updateDate": self._executions.describe(request["executionArn"])["startDate"],
        }

    def stop_execution(self, request: dict[str, Any]) -> Answer:
        return {"stopDate": self._executions.stop(request["executionArn"], request.get("error"), request.get("cause"))}

    def list_executions(self, request: dict[str, Any]) -> Answer:
        machine = self._machines.get(request["stateMachineArn"])
        fields = ("executionArn", "stateMachineArn", "name", "status", "startDate", "stopDate")
        found = self._executions.of(machine.arn, request.get("statusFilter"))
        return _page(request, "executions", [{field: one[field] for field in fields if field in one} for one in found])

    def get_execution_history(self, request: dict[str, Any]) -> Answer:
        events = self._executions.events(request["executionArn"])
        if request.get("reverseOrder"):
            events = events[::-1]
        answer = _page(request, "events", events)
        answer["events"] = [event | {"timestamp": _seconds(event["timestamp"])} for event in answer["events"]]
        if request.get("includeExecutionData") is False:
            answer["events"] = [_without_data(event) for event in answer["events"]]
        return answer

    def send_task_success(self, request: dict[str, Any]) -> Answer:
        self._executions.send_task_success(request["taskToken"], request["output"])
        return {}

    def send_task_failure(self, request: dict[str, Any]) -> Answer:
        self._executions.send_task_failure(request["taskToken"], request.get("error"), request.get("cause"))
        return {}

    def send_task_heartbeat(self, request: dict[str, Any]) -> Answer:
        self._executions.send_task_heartbeat(request["taskToken"])
        return {}


def _camel_case(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


OPERATIONS: dict[str, Callable[[Api, dict[str, Any]], Answer]] = {
    _camel_case(name): function for name, function in vars(Api).items() if not name.startswith("_") and name != "call"
}


def _item(machine: StateMachine) -> Answer:
    return {"stateMachineArn": machine.arn, "name": machine.name, "type": machine.type, "creationDate": machine.created}


def _page(request: dict[str, Any], name: str, items: list[Any]) -> Answer:
    """Return a page of the items, from the request's token on. As in AWS, maxResults 0 means the default."""
    try:
        start = int(base64.b64decode(request.get("nextToken", "")).decode() or 0)
    except ValueError:
        raise InvalidTokenError("Invalid Token: 'Invalid token'") from None
    end = start + min(request.get("maxResults") or PAGE, LONGEST_PAGE)
    answer: Answer = {name: items[start:end]}
    if end < len(items):
        answer["nextToken"] = base64.b64encode(str(end).encode()).decode()
    return answer


def _seconds(timestamp: str) -> float:
    return datetime.datetime.fromisoformat(timestamp).timestamp()


def _without_data(event: dict[str, Any]) -> dict[str, Any]:
    data = {"input", "output", "parameters", "error", "cause", "assignedVariables"}
    return {
        key: {name: item for name, item in value.items() if name not in data} if isinstance(value, dict) else value
        for key, value in event.items()
    }
