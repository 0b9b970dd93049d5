"""Answers of OpenAI's Chat Completions and of its copies: Azure, Groq, Mistral, DeepSeek, xAI, vLLM and others.

https://platform.openai.com/docs/api-reference/chat/object
"""

import json
from typing import Any

from call_llm.answers import parts, stop_words, usage
from call_llm.answers.answer import Answer, Json, NotAnAnswer, as_object, as_text
from call_llm.answers.errors_in_answers import raise_error_in
from call_llm.errors import LLMRefused, cut

_COUNTS = ("prompt_tokens", "completion_tokens", "total_tokens")
_THINKING = ("thinking", "redacted_thinking")
_PARALLEL = "multi_tool_use.parallel"
"""OpenAI's models sometimes call this tool, which nobody offered, with several calls in its arguments."""


def adjust(body: Json) -> Answer:
    """Return the answer. Raises NotAnAnswer, ErrorInAnswer or LLMRefused."""
    raise_error_in(body)
    choice = _first_choice(body)
    message = choice["message"]
    said = parts.read(message.get("content"))
    if refusal := as_text(message.get("refusal")) or said.refusal:
        raise LLMRefused(cut(refusal))
    calls = [each for call in _calls(message) for each in _unrolled(call)]
    cut_off = stop_words.was_cut(
        choice.get("finish_reason"), says_something=bool(calls or said.text.strip()), words=said.text or None
    )
    counted = usage.tidy(body.get("usage"), *_COUNTS)
    thoughts = as_text(message.get("reasoning_content")) or as_text(message.get("reasoning")) or said.thoughts
    given = message.get("thinking_blocks")
    blocks = [block for block in given if as_object(block).get("type") in _THINKING] if isinstance(given, list) else []
    answered: Json = {
        "role": "assistant",
        "content": said.text or None,
        **({"tool_calls": calls} if calls else {}),
        **({"reasoning_content": thoughts} if thoughts else {}),
        **({"thinking_blocks": blocks} if blocks else {}),
        **_provider_fields(message),
    }
    adjusted: Json = {
        "id": as_text(body.get("id")),
        "object": "chat.completion",
        "created": body["created"] if usage.is_count(body.get("created")) else 0,
        "model": as_text(body.get("model")),
        "choices": [
            {
                "index": 0,
                "message": answered,
                "finish_reason": "length" if cut_off else "tool_calls" if calls else "stop",
                **_provider_fields(choice),
            }
        ],
        **({"service_tier": body["service_tier"]} if as_text(body.get("service_tier")) else {}),
        **({"usage": {"total_tokens": sum(counted.get(name, 0) for name in _COUNTS[:2]), **counted}} if counted else {}),
    }
    return Answer(adjusted, cut_off, usage.tells(counted, "prompt_tokens", "completion_tokens"))


def _first_choice(body: Json) -> Json:
    choices = body.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    if not isinstance(choice, dict) or not isinstance(choice.get("message"), dict):
        raise NotAnAnswer("it has no choice with a message")
    return choice


def _calls(message: Json) -> list[Json]:
    """Return the tool calls. A server that speaks the API as it was before tools sends a `function_call`."""
    calls = message.get("tool_calls") or []
    if not calls and isinstance(message.get("function_call"), dict):
        calls = [{"function": message["function_call"]}]
    if not isinstance(calls, list) or not all(isinstance(call, dict) and isinstance(call.get("function"), dict) for call in calls):
        raise NotAnAnswer("its tool_calls are no list of calls of functions")
    return [
        {
            **({"id": call["id"]} if as_text(call.get("id")) else {}),
            "type": "function",
            "function": {
                "name": as_text(call["function"].get("name")),
                "arguments": _arguments(call["function"].get("arguments")),
            },
            **_provider_fields(call),
        }
        for call in calls
    ]


def _arguments(given: Any) -> str:
    """Return the arguments as JSON text. Some servers send the object itself."""
    return given if isinstance(given, str) else "" if given is None else json.dumps(given)


def _unrolled(call: Json) -> list[Json]:
    """Return the calls that a call of `multi_tool_use.parallel` holds, or the call itself."""
    if call["function"]["name"] != _PARALLEL:
        return [call]
    try:
        inner = json.loads(call["function"]["arguments"])["tool_uses"]
        named = [(each["recipient_name"].removeprefix("functions."), each["parameters"]) for each in inner]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return [call]
    return [{"type": "function", "function": {"name": name, "arguments": _arguments(given)}} for name, given in named]


def _provider_fields(part: Json) -> Json:
    """Return the fields that LiteLLM's own proxy adds, such as Gemini's signatures."""
    fields = part.get("provider_specific_fields")
    return {"provider_specific_fields": fields} if isinstance(fields, dict) else {}
