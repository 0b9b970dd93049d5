"""The reasons why the tools of an MCP server aren't pinned."""

from cli.errors import UNREACHABLE
from cli.new.errors import NotMadeError


class ServerRefusedError(NotMadeError):
    """The MCP server can't be reached, or doesn't answer as it has to."""

    exit_code = UNREACHABLE


class PinningError(NotMadeError):
    """A tool of the server can't be pinned, or the command doesn't say what to pin."""


class UntranslatableError(Exception):
    """A schema of the server can't be written in the dialect of tools.json. The message says where and why."""
