"""The errors that the API returns, under the names that AWS's clients know."""


class ApiError(Exception):
    """An answer with HTTP status 400; its type is the class's name without `Error`."""

    @property
    def type(self) -> str:
        return type(self).__name__.removesuffix("Error")


class InvalidDefinitionError(ApiError):
    """The definition of a state machine breaks the States Language."""


class InvalidNameError(ApiError):
    """A name is empty, longer than 80 characters, or has a character that isn't allowed."""


class InvalidExecutionInputError(ApiError):
    """The input of an execution isn't JSON."""


class InvalidOutputError(ApiError):
    """The output of a task isn't JSON."""


class InvalidTokenError(ApiError):
    """A page token or a task token is invalid."""


class StateMachineDoesNotExistError(ApiError):
    """No state machine has this ARN."""


class StateMachineAlreadyExistsError(ApiError):
    """The name is taken by a state machine with another definition."""


class StateMachineTypeNotSupportedError(ApiError):
    """The type isn't STANDARD, the only type that runs here."""


class ExecutionDoesNotExistError(ApiError):
    """No execution has this ARN."""


class ExecutionAlreadyExistsError(ApiError):
    """The name was used before, with another input or by a run that has ended."""


class ResourceNotFoundError(ApiError):
    """A tag call names a resource that doesn't exist."""


class TaskDoesNotExistError(ApiError):
    """The task of a token has ended."""


class TaskTimedOutError(ApiError):
    """The task of a token has timed out."""


class AccessDeniedExceptionError(ApiError):
    """A role can't be assumed by Step Functions."""


class MissingRequiredParameterError(ApiError):
    """A call lacks a required parameter."""


class ValidationExceptionError(ApiError):
    """A parameter is out of its range."""


class UnknownOperationExceptionError(ApiError):
    """Step Functions on this machine doesn't have this operation."""
