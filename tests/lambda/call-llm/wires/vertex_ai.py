"""What Vertex AI sends: the same as the Gemini API."""

import json

from tests.providers.vertex_ai.service_account import service_account
from wires.gemini import (
    ANY,
    FORCED,
    IMAGE,
    LOADS_IMAGES,
    MARKS_FAILURES,
    NAME,
    TEXT,
    THINKING,
    answer,
    cached,
    call_parts,
    calls,
    cut_off,
    error,
    message,
    nothing,
    overloaded,
    parts_of,
    refuses,
    says,
    sent_messages,
    sent_params,
    sent_question,
    sent_results,
    sent_system,
    sent_tool_choice,
    sent_tools,
    sent_uses,
    signature_of,
    thinks_then_calls,
    too_long,
)

__all__ = [
    "ANY",
    "FORCED",
    "IMAGE",
    "LOADS_IMAGES",
    "MARKS_FAILURES",
    "TEXT",
    "THINKING",
    "answer",
    "cached",
    "call_parts",
    "calls",
    "cut_off",
    "error",
    "message",
    "nothing",
    "overloaded",
    "parts_of",
    "refuses",
    "says",
    "secret",
    "sent_messages",
    "sent_params",
    "sent_question",
    "sent_results",
    "sent_system",
    "sent_tool_choice",
    "sent_tools",
    "sent_uses",
    "signature_of",
    "thinks_then_calls",
    "too_long",
]

MODEL = f"vertex_ai/{NAME}"
API = "/vertex_ai/v1"
OTHERS = "gemini-"
"""What the name of every model begins with."""


def secret(url: str, account: str) -> str:
    """The JSON key of a service account of this name."""
    return json.dumps(service_account(url, account))
