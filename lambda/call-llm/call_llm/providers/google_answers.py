"""Adjusts Google's answers, so that LiteLLM neither fails on them nor loses a part.

https://ai.google.dev/api/generate-content#FinishReason, https://ai.google.dev/api/generate-content#BlockReason
"""

from typing import Any

from call_llm.errors import LLMRefused, LLMUnavailable, cut

REFUSED = (
    *("SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII"),
    *("IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION"),
)
# Google could not read the model's tool use. Even if the answer holds a part of it, it is no tool use.
BROKEN = ("MALFORMED_FUNCTION_CALL", "MALFORMED_RESPONSE", "OTHER")
COMPLETE = ("STOP", "MAX_TOKENS")


def adjust_answer(body: Any) -> Any:
    """Return the adjusted answer. Raises LLMRefused for one that was held back, LLMUnavailable for one that the model got wrong."""
    if not isinstance(body, dict):
        return body
    feedback = body.get("promptFeedback") or {}
    if reason := feedback.get("blockReason"):
        raise LLMRefused(cut(feedback.get("blockReasonMessage") or f"the prompt was blocked: {reason}"))
    candidates = [_adjust_candidate(candidate) for candidate in body.get("candidates") or []]
    return {"usageMetadata": {}, **body, "candidates": candidates}


def _adjust_candidate(candidate: dict[str, Any]) -> dict[str, Any]:
    reason = candidate.get("finishReason")
    parts = (candidate.get("content") or {}).get("parts") or []
    words = candidate.get("finishMessage")
    if reason in REFUSED:
        raise LLMRefused(cut(words or f"the answer was held back: {reason}"))
    if reason in BROKEN or (not parts and reason not in COMPLETE):
        raise LLMUnavailable(cut(f"the model's answer broke off: {reason}{f', {words}' if words else ''}"))
    if reason not in COMPLETE:
        # LiteLLM would take some reasons for a refusal. For CONTINUATION it would send another request by itself.
        candidate = candidate | {"finishReason": "MAX_TOKENS" if reason == "CONTINUATION" else "STOP"}
    return candidate | {"content": {"role": "model", "parts": [_with_args(part) for part in parts]}}


def _with_args(part: dict[str, Any]) -> dict[str, Any]:
    """Add the field `args`. A tool use without arguments lacks it, and LiteLLM needs it."""
    call = part.get("functionCall")
    if call is None:
        return part
    return part | {"functionCall": call | {"name": call.get("name") or "", "args": call.get("args") or {}}}
