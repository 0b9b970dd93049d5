"""Answers of Google's generateContent, at the Gemini API and at Vertex AI. https://ai.google.dev/api/generate-content"""

from call_llm.answers import stop_words, usage
from call_llm.answers.answer import Answer, Json, NotAnAnswer, as_object, as_text
from call_llm.answers.errors_in_answers import raise_error_in
from call_llm.errors import LLMRefused, cut

_COUNTS = ("promptTokenCount", "candidatesTokenCount", "totalTokenCount", "thoughtsTokenCount", "cachedContentTokenCount")


def adjust(body: Json) -> Answer:
    """Return the answer. Raises NotAnAnswer, ErrorInAnswer or LLMRefused."""
    raise_error_in(body)
    feedback = as_object(body.get("promptFeedback"))
    if reason := feedback.get("blockReason"):
        raise LLMRefused(cut(as_text(feedback.get("blockReasonMessage")) or f"the prompt was blocked: {reason}"))
    candidates = body.get("candidates")
    candidate = candidates[0] if isinstance(candidates, list) and candidates else None
    if not isinstance(candidate, dict):
        raise NotAnAnswer("it has no candidate")
    counted = usage.tidy(body.get("usageMetadata"), *_COUNTS)
    # A number that is 0 is left out.
    counted = {"candidatesTokenCount": 0, **counted} if "promptTokenCount" in counted else counted
    version = as_text(body.get("modelVersion"))
    adjusted, cut_off = _candidate(candidate)
    answered = {
        "candidates": [adjusted],
        "usageMetadata": counted,
        **({"modelVersion": version} if version else {}),
    }
    return Answer(answered, cut_off, usage.tells(counted, "promptTokenCount"))


def _candidate(candidate: Json) -> tuple[Json, bool]:
    """Return the adjusted candidate, and whether it ended at a limit of tokens."""
    content = candidate.get("content")
    given = as_object(content).get("parts") or ([{"text": content}] if isinstance(content, str) else [])
    if not isinstance(given, list) or not all(isinstance(part, dict) for part in given):
        raise NotAnAnswer("its parts are no list of parts")
    parts = [kept for part in given if (kept := _kept(part))]
    said = [part for part in parts if "functionCall" in part or (part["text"].strip() and not part.get("thought"))]
    cut_off = stop_words.was_cut(candidate.get("finishReason"), says_something=bool(said), words=candidate.get("finishMessage"))
    adjusted = {
        "index": 0,
        "content": {"role": "model", "parts": parts},
        # LiteLLM would take some reasons for a refusal. For CONTINUATION it would send another request by itself.
        "finishReason": "MAX_TOKENS" if cut_off else "STOP",
    }
    return adjusted, cut_off


def _kept(part: Json) -> Json | None:
    """Return the part with the fields that a turn has a use for. Return None for code that Google ran itself, and the like."""
    signed = {"thoughtSignature": part["thoughtSignature"]} if isinstance(part.get("thoughtSignature"), str) else {}
    if isinstance(call := part.get("functionCall"), dict):
        # A tool use without arguments lacks `args`, and LiteLLM needs it.
        return {"functionCall": call | {"name": as_text(call.get("name")), "args": call.get("args") or {}}, **signed}
    if isinstance(part.get("text"), str) or signed:
        return {"text": as_text(part.get("text")), **({"thought": True} if part.get("thought") is True else {}), **signed}
    return None
