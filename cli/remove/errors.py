"""Why something isn't removed."""

from cli.errors import CommandError


class NotRemovedError(CommandError):
    """The message names everything that keeps it from going, and what to do. Nothing was removed."""
