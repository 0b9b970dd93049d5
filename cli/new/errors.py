"""The reasons why a new tool or agent isn't made."""

from cli.errors import CommandError


class NotMadeError(CommandError):
    """Nothing was written. The message says what was given, what is allowed and what to do."""


class NameRefusedError(NotMadeError):
    """The name is taken, or a language or AWS doesn't allow it."""


class LanguageError(NotMadeError):
    """No language was given, or the language has no template."""


class ToolsError(NotMadeError):
    """No tools were given, or an agent can't have these."""
