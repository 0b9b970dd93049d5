"""Tasks: their role, the shape and size of their inputs and outputs, and their errors."""

import sys
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from botocore import xform_name
from botocore.exceptions import ConnectionError as NoConnectionError
from botocore.exceptions import HTTPClientError, UnknownServiceError
from botocore.model import OperationModel, ServiceModel
from botocore.session import get_session
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType as Name
from moto.stepfunctions.parser.asl.component.state import state
from moto.stepfunctions.parser.asl.component.state.exec.state_task import state_task_lambda
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import state_task_service
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import StateTaskService
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_aws_sdk import StateTaskServiceAwsSdk
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_callback import (
    StateTaskServiceCallback,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_lambda import (
    StateTaskServiceLambda,
)
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.parse import asl_parser as _all_states  # noqa: F401  # It imports every module of moto that calls a service.

from agents.aws_api.operation import BOTO_NAMES, exception_name, java_name
from local.step_functions.clients import client_for
from local.step_functions.data import is_within_limit
from local.step_functions.failures import failure, task_failure
from local.step_functions.patch import Patch, instead

MOST_CAUSE = 32_768
"""The characters of a cause: https://docs.aws.amazon.com/step-functions/latest/apireference/API_TaskFailedEventDetails.html"""


def _before(original: Callable[..., None]) -> Callable[..., None]:
    """Apply the size limit to a task's input too."""

    def _before_eval_execution(self: StateTaskService, env: Environment, raw_parameters: Any, **rest: Any) -> None:
        if not is_within_limit(raw_parameters):
            cause = f"The arguments of the state/task '{self.name}' exceed the maximum number of bytes service limit."
            raise failure(env, Name.StatesStatesDataLimitExceeded, cause)
        original(self, env=env, raw_parameters=raw_parameters, **rest)

    return _before_eval_execution


def _after(original: Callable[..., None]) -> Callable[..., None]:
    """Drop the events of a task that answers after its timeout. The state machine went on without it."""

    def _after_eval_execution(self: StateTaskServiceCallback, env: Environment, **rest: Any) -> None:
        if env.is_running():
            original(self, env=env, **rest)

    return _after_eval_execution


def _lambda_error(original: Callable[..., tuple[str, str]]) -> Callable[..., tuple[str, str]]:
    """Name a refused invocation `Lambda.AWSLambdaException`, as AWS does. Many a Retry names that error."""

    def _error_cause_from_client_error(client_error: Any) -> tuple[str, str]:
        error, cause = original(client_error)
        if client_error.response["Error"]["Code"] not in _errors_of_invoke():
            error = "Lambda.AWSLambdaException"
        return error, cause

    return _error_cause_from_client_error


def _from_error(original: Callable[..., FailureEvent]) -> Callable[..., FailureEvent]:
    """Name the error of a Lambda that can't be reached `Lambda.SdkClientException`, as AWS does. moto has no name for it.

    Cut the cause, which holds all that the function said, as AWS does.
    """

    def from_error(self: StateTaskServiceLambda, env: Environment, ex: Exception) -> FailureEvent:
        if isinstance(ex, HTTPClientError | NoConnectionError):
            return task_failure(env, "Lambda.SdkClientException", str(ex), "lambda", self.resource.api_action)
        event = original(self, env=env, ex=ex)
        details: Any = event.event_details
        if details and (failed := details.get("taskFailedEventDetails")):
            failed["cause"] = (failed.get("cause") or "")[:MOST_CAUSE]
        return event

    return from_error


def _parameters(
    self: StateTaskService, parameters: dict[str, Any], boto_service_name: str | None = None, service_action_name: str | None = None
) -> None:
    """Write a task's arguments as the service takes them.

    The arguments start with capitals. A blob or a JSON text may be an object. moto lost this step of LocalStack's.
    """
    if shape := _operation(self, boto_service_name, service_action_name).input_shape:
        self._to_boto_request(parameters, shape)


def _response(
    self: StateTaskService, response: Any, boto_service_name: str | None = None, service_action_name: str | None = None
) -> None:
    """Read a service's response: the reverse of `_parameters`."""
    if shape := _operation(self, boto_service_name, service_action_name).output_shape:
        self._from_boto_response(response, shape)


def _operation(task: StateTaskService, service: str | None, action: str | None) -> OperationModel:
    model = _service_model(task._get_boto_service_name(service))
    wanted = task._get_boto_service_action(action)
    return next(model.operation_model(name) for name in model.operation_names if xform_name(name) == wanted)


@lru_cache
def _errors_of_invoke() -> frozenset[str]:
    """Return the names of the errors that Invoke declares. AWS's integration has a class for each.

    Any other is an AWSLambdaException.
    https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors
    """
    return frozenset(shape.name for shape in _service_model("lambda").operation_model("Invoke").error_shapes)


@lru_cache
def _service_model(service: str) -> ServiceModel:
    return get_session().get_service_model(service)


def _service_name(service: str) -> str:
    """Return the name of a service in the errors of `aws-sdk` tasks: that of its package in the AWS SDK for Java.

    DynamoDB is DynamoDb, SQS is Sqs, CloudWatch Logs is CloudWatchLogs.
    """
    try:
        name = _service_model(StateTaskService._SERVICE_NAME_SFN_TO_BOTO_OVERRIDES.get(service.lower(), service.lower())).service_id
    except UnknownServiceError:
        return service
    return java_name(str(name))


def _exception_name(service: str, error: Exception) -> str:
    """Return the name of the error of an `aws-sdk` task, as AWS has it: `S3.NoSuchKeyException`.

    An error that the service doesn't declare is the service's own: `S3.S3Exception`.
    """
    name = type(error).__name__
    return f"{service}.{service}Exception" if name == "ClientError" else f"{service}.{exception_name(name)}"


# `aws-sdk` tasks name a service as the AWS SDK for Java does. Where boto3 has another name, moto knows only that of Step Functions.
StateTaskService._SERVICE_NAME_SFN_TO_BOTO_OVERRIDES.update(
    {**{name.replace("-", ""): name for name in get_session().get_available_services() if "-" in name}, **BOTO_NAMES}
)

# Each module of moto that calls a service has this function by its own name. moto's one calls moto's own emulators.
CLIENT_MODULES = tuple(
    module
    for name, module in sorted(sys.modules.items())
    if name.startswith("moto.stepfunctions.parser.") and "boto_client_for" in vars(module)
)

PATCHES = (
    Patch(StateTaskService, "_before_eval_execution", _before, "6c5ad214e88d"),
    Patch(StateTaskServiceCallback, "_after_eval_execution", _after, "baf0479ea012"),
    Patch(StateTaskServiceLambda, "_error_cause_from_client_error", _lambda_error, "ebcbb8bd6a4f"),
    Patch(StateTaskServiceLambda, "_from_error", _from_error, "ba630b50b845"),
    Patch(StateTaskService, "_normalise_parameters", instead(_parameters), "dece59e76fd5"),
    Patch(StateTaskService, "_normalise_response", instead(_response), "00e0b0a50b1d"),
    # moto counts a Japanese letter as the six bytes of its escape, and refuses a value of exactly the limit.
    *(
        Patch(module, "is_within_size_quota", instead(is_within_limit), "744cc11a3a37")
        for module in (state, state_task_lambda, state_task_service)
    ),
    Patch(StateTaskServiceAwsSdk, "_normalise_service_error_name", instead(_service_name), "7fccfad3463f"),
    Patch(StateTaskServiceAwsSdk, "_normalise_exception_name", instead(_exception_name), "5e93bf8cd8ab"),
    *(Patch(module, "boto_client_for", instead(client_for), "1f44dc2ac8aa") for module in CLIENT_MODULES),
)
