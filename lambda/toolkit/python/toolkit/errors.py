"""What can go wrong, sorted by who can put it right."""

from typing import Any


class ToolError(Exception):
    """The model can repair this: it becomes a tool result with is_error.

    content: what the model reads: text, plain JSON or a `Result`.
    """

    def __init__(self, content: Any):
        super().__init__(content)
        self.content = content


class NowhereToStoreError(ToolError):
    """A tool wants to store a file, but its tool use names no bucket (as when a person tries it by hand)."""


class UnreadableFileError(ToolError):
    """A file that the model names isn't there, or isn't one that this run may read."""


class NoSecretError(ToolError):
    """A tool needs a secret that this function wasn't given. The model can't put that right, but it can say so."""


class MalformedEventError(ValueError):
    """The event breaks the tool contract. Whoever sent it is at fault and not the model, so it is raised."""


class DeclarationError(ValueError):
    """`tools.json` and the functions don't fit together. Raised when the function starts."""
