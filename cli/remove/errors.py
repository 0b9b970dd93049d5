"""The reason why something isn't removed."""

from cli.errors import CommandError


class NotRemovedError(CommandError):
    """Nothing was removed. The message names everything that prevents the removal, and what to do."""
