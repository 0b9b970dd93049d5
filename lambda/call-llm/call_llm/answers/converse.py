"""Answers of Bedrock's Converse API.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html#API_runtime_Converse_ResponseSyntax
"""

from call_llm.answers import stop_words, usage
from call_llm.answers.answer import Answer, Json, NotAnAnswer, as_object, as_text
from call_llm.answers.errors_in_answers import raise_error_in

_COUNTS = ("inputTokens", "outputTokens", "totalTokens", "cacheReadInputTokens", "cacheWriteInputTokens")


def adjust(body: Json) -> Answer:
    """Return the answer. Raises NotAnAnswer, ErrorInAnswer or LLMRefused."""
    raise_error_in(body)
    message = as_object(as_object(body.get("output")).get("message"))
    content = [] if "content" in message and message["content"] is None else message.get("content")
    if isinstance(content, str):
        content = [{"text": content}]
    if not isinstance(content, list) or not all(isinstance(block, dict) for block in content):
        raise NotAnAnswer("its output has no message with a list of blocks")
    blocks = [kept for block in content if (kept := _kept(block))]
    text = "".join(block.get("text", "") for block in blocks)
    uses = any("toolUse" in block for block in blocks)
    cut_off = stop_words.was_cut(body.get("stopReason"), says_something=uses or bool(text.strip()), words=text)
    counted = usage.tidy(body.get("usage"), *_COUNTS)
    tier = as_object(body.get("serviceTier"))
    adjusted: Json = {
        "output": {"message": {"role": "assistant", "content": blocks}},
        "stopReason": "max_tokens" if cut_off else "tool_use" if uses else "end_turn",
        "usage": {**dict.fromkeys(_COUNTS[:2], 0), "totalTokens": sum(counted.get(name, 0) for name in _COUNTS[:2]), **counted},
        "metrics": {"latencyMs": 0},
        **({"serviceTier": {"type": tier["type"]}} if isinstance(tier.get("type"), str) else {}),
    }
    return Answer(adjusted, cut_off, usage.tells(counted, "inputTokens", "outputTokens"))


def _kept(block: Json) -> Json | None:
    """Return the block with the fields that a turn has a use for, or None for a block of another kind."""
    if isinstance(block.get("text"), str):
        return {"text": block["text"]}
    if isinstance(use := block.get("toolUse"), dict):
        return {
            "toolUse": {"toolUseId": as_text(use.get("toolUseId")), "name": as_text(use.get("name")), "input": use.get("input")}
        }
    thought = as_object(block.get("reasoningContent"))
    if isinstance(as_object(thought.get("reasoningText")).get("text"), str) or isinstance(thought.get("redactedContent"), str):
        return {"reasoningContent": thought}
    return None
