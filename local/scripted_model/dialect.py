"""The dialects that the scripted model speaks, one file or folder a provider: its rules, and how a request is read and answered.

A provider's API stands below its name: what Anthropic serves at /v1/messages is served here at /anthropic/v1/messages.
"""

import re
from typing import Any, Protocol

from local.scripted_model.conversations import Turn
from local.scripted_model.dialects import (
    anthropic,
    azure,
    bedrock,
    deepseek,
    gemini,
    groq,
    hosted_vllm,
    mistral,
    ollama,
    openai,
    vertex_ai,
    xai,
)
from local.scripted_model.request import Issued, Post, RejectedError, Request


class Dialect(Protocol):
    """A module which speaks one provider's language."""

    PATH: re.Pattern[str]
    """The whole path of a request, below the provider's name. Its named groups reach `read`."""

    def read(self, post: Post) -> Request | Issued:
        """Checks a request against the provider's published rules. Raises RejectedError."""

    def write(self, request: Request, turn: Turn) -> dict[str, Any]:
        """The body of the answer, as the provider would send it."""

    def error(self, rejected: RejectedError) -> dict[str, Any]:
        """The body of an error, as the provider would send it."""


DIALECTS: dict[str, Dialect] = {
    "anthropic": anthropic.dialect,
    "azure": azure,
    "bedrock": bedrock.dialect,
    "deepseek": deepseek,
    "gemini": gemini.dialect,
    "groq": groq,
    "hosted_vllm": hosted_vllm,
    "mistral": mistral.dialect,
    "ollama": ollama.dialect,
    "openai": openai.dialect,
    "vertex_ai": vertex_ai.dialect,
    "xai": xai,
}

PAGES: dict[str, Any] = {f"/ollama{path}": page for path, page in ollama.dialect.PAGES.items()}
"""What the providers serve beside the model, by its path."""
