"""The state of moto's interpreter for an HTTP task. moto has none."""

from collections.abc import Callable
from typing import Any

from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEventException
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType as Name
from moto.stepfunctions.parser.asl.component.state.exec.state_task import state_task_factory
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.resource import ResourceRuntimePart
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import StateTaskService
from moto.stepfunctions.parser.asl.eval.environment import Environment

from local.step_functions.failures import failure, task_failure
from local.step_functions.http_invoke.arguments import FIELDS, HttpArguments, read_arguments
from local.step_functions.http_invoke.connection import Connection, check_endpoint, read_connection
from local.step_functions.http_invoke.errors import HttpTaskError
from local.step_functions.http_invoke.exchange import Answer, exchange
from local.step_functions.http_invoke.oauth import access_token
from local.step_functions.http_invoke.request import make_request
from local.step_functions.patch import Patch

TERMINAL = {"States.Runtime": Name.StatesRuntime, "States.DataLimitExceeded": Name.StatesStatesDataLimitExceeded}
REFUSED_TOKEN = ("States.Http.StatusCode.401", "States.Http.StatusCode.407")


class HttpTask(StateTaskService):
    """`arn:aws:states:::http:invoke`. It waits for the answer; AWS has no other pattern for it."""

    def _get_supported_parameters(self) -> set[str] | None:
        known = self.resource.api_action == "invoke" and self.resource.condition is None
        return set(FIELDS) if known else None

    def _normalise_parameters(self, *_: Any, **__: Any) -> None:
        """Leave the arguments alone: no client of boto3 takes them."""

    def _normalise_response(self, *_: Any, **__: Any) -> None:
        """Leave the answer alone."""

    def _eval_service_task(
        self, env: Environment, resource_runtime_part: ResourceRuntimePart, normalised_parameters: Any, state_credentials: Any
    ) -> None:
        region, role = resource_runtime_part.region, state_credentials
        machine_arn = env.states.context_object.context_object_data["StateMachine"]["Id"]
        try:
            arguments = read_arguments(normalised_parameters)
            check_endpoint(region, role, machine_arn, arguments.endpoint, arguments.method)
            connection = read_connection(region, role, arguments.connection_arn)
            env.stack.append(_answer(region, arguments, connection).output)
        except HttpTaskError as error:
            raise self._failure(env, error) from None

    def _failure(self, env: Environment, error: HttpTaskError) -> FailureEventException:
        if error.error in TERMINAL:
            return failure(env, TERMINAL[error.error], error.cause)
        kind, action = self._get_sfn_resource_type(), self._get_sfn_resource()
        return FailureEventException(task_failure(env, error.error, error.cause, kind, action))


def _answer(region: str, arguments: HttpArguments, connection: Connection) -> Answer:
    try:
        return exchange(make_request(region, arguments, connection, access_token(connection)))
    except HttpTaskError as error:
        if connection.oauth is None or error.error not in REFUSED_TOKEN:
            raise
        return exchange(make_request(region, arguments, connection, access_token(connection, anew=True)))


def _service_for(original: Callable[[str], StateTaskService]) -> Callable[[str], StateTaskService]:
    make: Callable[[], StateTaskService] = HttpTask

    def state_task_service_for(service_name: str) -> StateTaskService:
        return make() if service_name == "http" else original(service_name)

    return state_task_service_for


PATCHES = (Patch(state_task_factory, "state_task_service_for", _service_for, "a21a16afc5f6"),)
