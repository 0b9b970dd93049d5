"""The errors of tools: those that the model can repair, and those that fail the function."""

from typing import Any


class ToolError(Exception):
    """An error that the model can repair. It becomes a tool result with is_error.

    content: text, plain JSON or a `Result`, which the model reads.
    """

    def __init__(self, content: Any):
        super().__init__(content)
        self.content = content


class NowhereToStoreError(ToolError):
    """A tool wants to store a file, but its tool use names no bucket. Such a tool use comes from a person who tries the tool."""


class UnreadableFileError(ToolError):
    """A file that the model names doesn't exist, or this run may not read it."""


class NoSecretError(ToolError):
    """A tool needs a secret that this function doesn't have. The model can't repair this, but it can tell a person."""


class MalformedEventError(ValueError):
    """The event breaks the tool contract. It fails the function, because the sender is at fault and not the model."""


class DeclarationError(ValueError):
    """`tools.json` and the functions don't fit together. It is raised when the function starts."""
