"""Tasks that start a run of another state machine: the names of their errors, and the end of that run when this one is stopped."""

import threading
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Protocol, cast

from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as NoConnectionError
from botocore.session import get_session
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_sfn import StateTaskServiceSfn
from moto.stepfunctions.parser.asl.eval.environment import Environment

from local.step_functions.clients import client_for
from local.step_functions.failures import task_failure
from local.step_functions.patch import Patch

Resolver = Callable[[], Any]


class _Awaiting(Protocol):
    """The history of an `Execution`, which is the event manager of every run."""

    nested: dict[str, Callable[[], object]]


def stop_all(nested: dict[str, Callable[[], object]]) -> None:
    """Stop the runs that a stopped run waits for, as well as that goes.

    https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-sync
    """
    for stop in list(nested.values()):
        threading.Thread(target=_try, args=(stop,), daemon=True).start()


def _try(stop: Callable[[], object]) -> None:
    try:
        stop()
    except (BotoCoreError, ClientError):
        return


def _resolver(original: Callable[..., Resolver]) -> Callable[..., Resolver]:
    """Keep how the run is stopped, while the task waits for it. moto lets it go on."""

    def build(
        self: StateTaskServiceSfn, env: Environment, resource_runtime_part: Any, state_credentials: Any, **rest: Any
    ) -> Resolver:
        arn: str = env.stack[-1]["ExecutionArn"]
        client = client_for(resource_runtime_part.region, "stepfunctions", state_credentials)
        given = {"resource_runtime_part": resource_runtime_part, "state_credentials": state_credentials, **rest}
        resolve = original(self, env=env, **given)
        nested = cast(_Awaiting, env.event_manager).nested
        nested[arn] = lambda: client.stop_execution(executionArn=arn)

        def resolved() -> Any:
            ended = True
            try:
                found = resolve()
                ended = found is not None
            finally:
                if ended:
                    nested.pop(arn, None)
            return found

        return resolved

    return build


def _from_error(original: Callable[..., FailureEvent]) -> Callable[..., FailureEvent]:
    """Name an error of StartExecution as AWS does. moto puts Exception after each name, also where it is there already."""

    def from_error(self: StateTaskServiceSfn, env: Environment, ex: Exception) -> FailureEvent:
        resource = self._get_sfn_resource()
        if isinstance(ex, HTTPClientError | NoConnectionError):
            return task_failure(env, "StepFunctions.SdkClientException", str(ex), self._get_sfn_resource_type(), resource)
        event = original(self, env=env, ex=ex)
        if not isinstance(ex, ClientError):
            return event
        code = ex.response["Error"]["Code"]
        named = code.removesuffix("Exception") if code in _errors_of_start_execution() else "AWSStepFunctions"
        details: Any = event.event_details
        cause = details["taskFailedEventDetails"]["cause"]
        return task_failure(env, f"StepFunctions.{named}Exception", cause, self._get_sfn_resource_type(), resource)

    return from_error


@lru_cache
def _errors_of_start_execution() -> frozenset[str]:
    service = get_session().get_service_model("stepfunctions")
    return frozenset(shape.name for shape in service.operation_model("StartExecution").error_shapes)


PATCHES = (
    Patch(StateTaskServiceSfn, "_from_error", _from_error, "7cdee0936130"),
    Patch(StateTaskServiceSfn, "_build_sync_resolver", _resolver, "0a833c2f9a9c"),
    Patch(StateTaskServiceSfn, "_build_sync2_resolver", _resolver, "fbbf50b684b9"),
)
