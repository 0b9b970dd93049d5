"""The errors before, beside or after a run."""

from cli.errors import UNREACHABLE, CommandError


class QuestionError(CommandError):
    """There is no question, or no agent can be asked this one."""


class AgentNotFoundError(CommandError):
    """The stack has no agent of that name."""


class RunNotFoundError(CommandError):
    """The run doesn't exist, or belongs to another stack."""


class StackError(CommandError):
    """The stack doesn't exist, isn't deployed, or its outputs can't be read."""

    exit_code = UNREACHABLE


class UnreachableError(CommandError):
    """The services that the stack runs on don't answer, or refuse this caller."""

    exit_code = UNREACHABLE
