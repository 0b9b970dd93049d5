"""Answers of Ollama. https://github.com/ollama/ollama/blob/main/docs/api.md"""

import json
from typing import Any

from call_llm.answers import parts, stop_words, usage
from call_llm.answers.answer import Answer, Json, NotAnAnswer, as_text
from call_llm.answers.errors_in_answers import raise_error_in

_COUNTS = ("prompt_eval_count", "eval_count")


def adjust(body: Json) -> Answer:
    """Return the answer. Raises NotAnAnswer, ErrorInAnswer or LLMRefused."""
    raise_error_in(body)
    message = body.get("message")
    if not isinstance(message, dict):
        raise NotAnAnswer("it has no message")
    if body.get("done") is False:
        raise NotAnAnswer("the answer isn't done: the server sent a part of a stream")
    said = parts.read(message.get("content"))
    calls = [_call(call) for call in _list(message.get("tool_calls"))]
    cut_off = stop_words.was_cut(body.get("done_reason"), says_something=bool(calls or said.text.strip()))
    counted = usage.tidy({name: body.get(name) for name in _COUNTS}, *_COUNTS)
    thoughts = as_text(message.get("thinking")) or said.thoughts
    adjusted: Json = {
        "model": as_text(body.get("model")),
        "message": {
            "role": "assistant",
            "content": said.text,
            **({"thinking": thoughts} if thoughts else {}),
            **({"tool_calls": calls} if calls else {}),
        },
        "done": True,
        "done_reason": "length" if cut_off else "stop",
        # A number that is 0 is left out, such as that of an input which was still in memory.
        **({**dict.fromkeys(_COUNTS, 0), **counted} if counted else {}),
    }
    return Answer(adjusted, cut_off, usage.tells(counted, "eval_count"))


def _list(calls: Any) -> list[Json]:
    calls = calls or []
    if not isinstance(calls, list) or not all(isinstance(call, dict) and isinstance(call.get("function"), dict) for call in calls):
        raise NotAnAnswer("its tool_calls are no list of calls of functions")
    return calls


def _call(call: Json) -> Json:
    identity, given = as_text(call.get("id")), call["function"].get("arguments")
    return {
        **({"id": identity} if identity else {}),
        "function": {
            "name": as_text(call["function"].get("name")),
            "arguments": given if isinstance(given, str | dict) else json.dumps(given),
        },
    }
