"""Where an odd thing stands in an answer of each form. Five APIs have forms of their own; the others have copied OpenAI's."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
ABSENT = object()
"""The value of a field that is left out."""


@dataclass(frozen=True)
class Form:
    """The paths of the parts of an answer."""

    content: tuple[Any, ...]
    text: str | None
    """The field of a part that holds a text. None where a content is the text itself."""
    stop: tuple[Any, ...]
    usage: tuple[Any, ...]
    counts: tuple[str, str]
    message: tuple[Any, ...]
    """The answer's message, without which there is no answer."""
    call: tuple[Any, ...]
    """The first tool use of an answer that has no text."""
    identity: tuple[Any, ...] | None
    """Its id, seen from the tool use. None where ids stay with the caller."""
    given: tuple[Any, ...]
    """Its input, seen from the tool use."""
    words: dict[str, tuple[str, ...]]
    """The words for an end: `whole`, `cut`, `refused`, `broken`."""

    def put(self, body: Json, path: tuple[Any, ...], value: Any) -> None:
        *outer, last = path
        at: Any = body
        for key in outer:
            at = at[key]
        if value is not ABSENT:
            at[last] = value
        else:
            at.pop(last, None)


CHAT = Form(
    content=("choices", 0, "message", "content"),
    text=None,
    stop=("choices", 0, "finish_reason"),
    usage=("usage",),
    counts=("prompt_tokens", "completion_tokens"),
    message=("choices", 0, "message"),
    call=("choices", 0, "message", "tool_calls", 0),
    identity=("id",),
    given=("function", "arguments"),
    words={
        "whole": ("stop", "tool_calls", "eos", "stop_sequence"),
        "cut": ("length", "model_length", "max_tokens"),
        "refused": ("content_filter", "SAFETY"),
        "broken": ("error", "insufficient_system_resource", "abort", "malformed_function_call"),
    },
)
FORMS = {
    "anthropic": Form(
        content=("content",),
        text="text",
        stop=("stop_reason",),
        usage=("usage",),
        counts=("input_tokens", "output_tokens"),
        message=("content",),
        call=("content", 0),
        identity=("id",),
        given=("input",),
        words={
            "whole": ("end_turn", "tool_use", "stop_sequence"),
            "cut": ("max_tokens", "pause_turn", "model_context_window_exceeded"),
            "refused": ("refusal",),
            "broken": ("error", "malformed_tool_use"),
        },
    ),
    "bedrock": Form(
        content=("output", "message", "content"),
        text="text",
        stop=("stopReason",),
        usage=("usage",),
        counts=("inputTokens", "outputTokens"),
        message=("output", "message"),
        call=("output", "message", "content", 0),
        identity=("toolUse", "toolUseId"),
        given=("toolUse", "input"),
        words={
            "whole": ("end_turn", "tool_use", "stop_sequence"),
            "cut": ("max_tokens", "model_context_window_exceeded"),
            "refused": ("content_filtered", "guardrail_intervened"),
            "broken": ("malformed_tool_use", "malformed_model_output"),
        },
    ),
    "gemini": Form(
        content=("candidates", 0, "content", "parts"),
        text="text",
        stop=("candidates", 0, "finishReason"),
        usage=("usageMetadata",),
        counts=("promptTokenCount", "candidatesTokenCount"),
        message=("candidates",),
        call=("candidates", 0, "content", "parts", 0),
        identity=None,
        given=("functionCall", "args"),
        words={
            "whole": ("STOP",),
            "cut": ("MAX_TOKENS",),
            "refused": ("SAFETY", "RECITATION", "PROHIBITED_CONTENT", "IMAGE_SAFETY"),
            "broken": ("MALFORMED_FUNCTION_CALL", "MALFORMED_RESPONSE", "OTHER"),
        },
    ),
    "ollama": Form(
        content=("message", "content"),
        text=None,
        stop=("done_reason",),
        usage=(),
        counts=("prompt_eval_count", "eval_count"),
        message=("message",),
        call=("message", "tool_calls", 0),
        identity=("id",),
        given=("function", "arguments"),
        words={"whole": ("stop",), "cut": ("length",), "refused": ("content_filter",), "broken": ("load", "unload", "error")},
    ),
}
FORMS["vertex_ai"] = FORMS["gemini"]


def form_of(name: str) -> Form:
    return FORMS.get(name, CHAT)
