"""Answers of Anthropic's Messages API. https://platform.claude.com/docs/en/api/messages"""

from call_llm.answers import stop_words, usage
from call_llm.answers.answer import Answer, Json, NotAnAnswer, as_object, as_text
from call_llm.answers.errors_in_answers import raise_error_in

_COUNTS = ("input_tokens", "output_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")


def adjust(body: Json) -> Answer:
    """Return the answer. Raises NotAnAnswer, ErrorInAnswer or LLMRefused."""
    raise_error_in(body)
    if "content" not in body:
        raise NotAnAnswer("it has no content")
    content = body["content"]
    if content is None or isinstance(content, str):
        content = [{"type": "text", "text": content or ""}]
    if not isinstance(content, list) or not all(isinstance(block, dict) for block in content):
        raise NotAnAnswer("its content is no list of blocks")
    blocks = [kept for block in content if (kept := _kept(block))]
    texts = [block["text"] for block in blocks if block["type"] == "text"]
    uses = any(block["type"] == "tool_use" for block in blocks)
    words = "".join(texts) or as_object(body.get("stop_details")).get("explanation")
    cut_off = stop_words.was_cut(body.get("stop_reason"), says_something=uses or any(text.strip() for text in texts), words=words)
    counted = usage.tidy(body.get("usage"), *_COUNTS)
    adjusted: Json = {
        "id": as_text(body.get("id")),
        "type": "message",
        "role": "assistant",
        "model": as_text(body.get("model")),
        "content": blocks,
        "stop_reason": "max_tokens" if cut_off else "tool_use" if uses else "end_turn",
        "stop_sequence": None,
        "usage": counted,
    }
    return Answer(adjusted, cut_off, usage.tells(counted, "input_tokens", "output_tokens"))


def _kept(block: Json) -> Json | None:
    """Return the block with the fields that a turn has a use for. Return None for a block of a tool that the API runs itself."""
    match block.get("type"):
        case "text":
            return {"type": "text", "text": block["text"]} if isinstance(block.get("text"), str) else None
        case "tool_use":
            return {
                "type": "tool_use",
                "id": as_text(block.get("id")),
                "name": as_text(block.get("name")),
                "input": block.get("input"),
            }
        case "thinking" | "redacted_thinking" as kind:
            fields = {name: block[name] for name in ("thinking", "signature", "data") if isinstance(block.get(name), str)}
            return {"type": kind, **fields} if fields else None
    return None
