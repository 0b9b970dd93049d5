"""Why a new thing isn't made."""

from cli.errors import CommandError


class NotMadeError(CommandError):
    """The message says what was given, what is allowed and what to do. Nothing was written."""


class NameRefusedError(NotMadeError):
    """A name that is taken, or that a language or AWS doesn't allow."""


class LanguageError(NotMadeError):
    """No language was given, or one for which there is no template."""


class ToolsError(NotMadeError):
    """No tools were given, or tools that an agent can't have."""
