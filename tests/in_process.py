"""A state machine run without any server: the engine's own interpreter, with Python callables for the Lambda
functions.
"""

import json
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from local.step_functions import clients
from local.step_functions.execution import Execution
from local.step_functions.state_machines import StateMachine, check_definition

ARN = "arn:aws:states:us-east-1:000000000000"


class UnfinishedRunError(Exception):
    """A run took longer than the caller allowed. Its events so far are in `events`."""

    def __init__(self, message: str, events: list[dict[str, Any]]) -> None:
        super().__init__(message)
        self.events = events


@dataclass(frozen=True)
class Run:
    """How a run ended."""

    status: str
    """SUCCEEDED, FAILED, TIMED_OUT or ABORTED."""
    output: Any
    """Of a run that succeeded, parsed."""
    error: str | None
    cause: str | None
    events: list[dict[str, Any]]
    """As `get_execution_history` returns them, except that `timestamp` is text."""
    pauses: list[float] = field(default_factory=list)
    """The seconds that Retry and Wait asked for, in order."""


def run(
    definition: Mapping[str, Any] | str,
    input: Any,
    functions: Mapping[str, Callable[[Any], Any]],
    timeout: float = 30,
    name: str | None = None,
    pace: float = 0,
    services: Mapping[str, Any] | None = None,
) -> Run:
    """Run a definition to its end.

    `functions` maps the ARN or the name of a Lambda function to a callable from payload to payload; an exception it
    raises is the function's error, under its class's name. InvokeError is Lambda's own.
    `pace` is how long a second of a pause takes. `services` has the clients of other services by their names in boto3.
    Raises InvalidDefinitionError for a definition that AWS would refuse, and UnfinishedRunError after `timeout` seconds.
    """
    name = name or str(uuid.uuid4())
    role = f"arn:aws:iam::000000000000:role/in-process-{uuid.uuid4()}"
    text = definition if isinstance(definition, str) else json.dumps(definition)
    check_definition(text)
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        time.sleep(seconds * pace)

    lambda_client = InProcessLambda(dict(functions))
    clients.register(role, {"lambda": lambda_client, **(services or {})}.__getitem__)
    try:
        machine = StateMachine(arn=f"{ARN}:stateMachine:in-process", name="in-process", definition=text, role_arn=role)
        execution = Execution(
            arn=f"{ARN}:execution:in-process:{name}",
            name=name,
            machine=machine,
            input_text=json.dumps(input),
            pause=pause,
        )
        execution.start()
        if not execution.ended.wait(timeout):
            raise UnfinishedRunError(f"the run has not ended after {timeout} seconds", execution.history.events)
    finally:
        clients.unregister(role)
    return Run(
        status=execution.status,
        output=None if execution.output is None else json.loads(execution.output),
        error=execution.error,
        cause=execution.cause,
        events=execution.history.events,
        pauses=pauses,
    )


class InvokeError(Exception):
    """A function raises it where the call itself fails: `error` is what boto3 raises then."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


class InProcessLambda:
    """A client of Lambda whose functions are Python callables, for runs without any server."""

    def __init__(self, functions: dict[str, Callable[[Any], Any]]) -> None:
        self._functions = functions
        self.exceptions = None

    def invoke(self, FunctionName: str, Payload: bytes = b"{}", **_: Any) -> dict[str, Any]:
        function = self._functions.get(FunctionName) or self._functions.get(FunctionName.split(":function:")[-1].split(":")[0])
        if function is None:
            raise _refused("ResourceNotFoundException", f"Function not found: {FunctionName}")
        response: dict[str, Any] = {"StatusCode": 200, "ExecutedVersion": "$LATEST"}
        try:
            answer = function(json.loads(Payload))
        except Exception as error:
            if isinstance(error, InvokeError):
                raise error.error from None
            response["FunctionError"] = "Unhandled"
            answer = {"errorMessage": str(error), "errorType": type(error).__name__, "stackTrace": []}
        return response | {"Payload": _Body(json.dumps(answer).encode())}


class _Body:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def read(self) -> bytes:
        return self._data


STATUS = {"ResourceNotFoundException": 404, "ResourceConflictException": 409, "TooManyRequestsException": 429}
"""Of the errors of Lambda's Invoke: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html. The others have 400 or 500."""


def _refused(code: str, message: str) -> ClientError:
    answer = {
        "Error": {"Code": code, "Message": message},
        "ResponseMetadata": {"HTTPStatusCode": STATUS.get(code, 500), "RequestId": str(uuid.uuid4())},
    }
    return ClientError(answer, "Invoke")


def refused_call(code: str, message: str) -> InvokeError:
    """Return what a function raises where Lambda answers a call with an error of its own."""
    return InvokeError(_refused(code, message))
