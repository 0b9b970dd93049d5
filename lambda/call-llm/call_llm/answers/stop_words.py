"""Says by a provider's word why an answer ended. One table serves all providers, because they copy words from each other.

OpenAI   https://platform.openai.com/docs/api-reference/chat/object
Claude   https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons
Bedrock  https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html#API_runtime_Converse_ResponseSyntax
Google   https://ai.google.dev/api/generate-content#FinishReason
"""

from typing import Any

from call_llm.answers.answer import NotAnAnswer
from call_llm.errors import LLMRefused, cut

_CUT = {
    *("length", "model_length", "max_tokens", "max_output_tokens", "continuation"),
    *("pause_turn", "compaction", "model_context_window_exceeded"),
}
_REFUSED = {
    *("content_filter", "content_filtered", "refusal", "guardrail_intervened", "sensitive"),
    *("safety", "recitation", "language", "blocklist", "prohibited_content", "spii"),
    *("image_safety", "image_prohibited_content", "image_recitation"),
}
# The provider gave up in the middle, or could not read its model's tool use. The next try may bring an answer.
_BROKEN = {
    *("malformed_tool_use", "malformed_model_output", "malformed_function_call", "malformed_response"),
    *("error", "insufficient_system_resource", "network_error", "abort", "cancelled", "failed", "other", "load", "unload"),
}
_WHOLE = {"stop", "end_turn", "stop_sequence", "tool_calls", "tool_use", "function_call", "eos", "eos_token"}
REFUSED = "the provider's filter stopped the answer"


def was_cut(word: Any, *, says_something: bool, words: Any = None) -> bool:
    """Return whether the answer ended at a limit of tokens.

    Raises LLMRefused for an answer that a filter or the model itself held back, and NotAnAnswer for one that broke off.

    word: the provider's.
    says_something: the answer has a text or a tool use. Without either and with an unknown word it is none.
    words: what the model or the provider says of a refusal, if anything.
    """
    given = word.casefold() if isinstance(word, str) else ""
    if given in _REFUSED:
        raise LLMRefused(cut(words if isinstance(words, str) and words.strip() else f"{REFUSED} ({word})"))
    if given in _BROKEN:
        raise NotAnAnswer(f"it broke off ({word})")
    if not says_something and given not in _CUT | _WHOLE:
        raise NotAnAnswer(f"it is empty, and ended with {word!r}")
    return given in _CUT
