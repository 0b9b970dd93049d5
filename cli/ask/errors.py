"""What can go wrong before, beside or after a run, each with the exit code that it ends in."""

SUCCESS, RUN_FAILED, BAD_INPUT, UNREACHABLE, INTERRUPTED = 0, 1, 2, 3, 130


class AskError(Exception):
    """Ends the command. The message says what is wrong and what to do; `exit_code` is what the command exits with."""

    exit_code = BAD_INPUT


class QuestionError(AskError):
    """There is no question, or it is one that no agent can be asked."""


class AgentNotFoundError(AskError):
    """The stack has no agent of that name."""


class RunNotFoundError(AskError):
    """There is no such run, or it isn't one of this stack's."""


class StackError(AskError):
    """The stack doesn't exist, isn't deployed, or its outputs can't be read."""

    exit_code = UNREACHABLE


class UnreachableError(AskError):
    """The services that the stack runs on don't answer, or refuse this caller."""

    exit_code = UNREACHABLE
