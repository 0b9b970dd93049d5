"""DeepSeek's copy of OpenAI's API. https://api-docs.deepseek.com/api/create-chat-completion

It reads fields that it doesn't know without a word, so that a misspelt one has no effect; here they are refused.
"""

import re
from typing import Any

from local.scripted_model.conversations import Turn
from local.scripted_model.request import Post, RejectedError, Request, demand
from tests.providers.openai.accepted import PARTS_OF, Accepted
from tests.providers.openai.dialect import bearer, request_of
from tests.providers.openai.dialect import error as error
from tests.providers.openai.dialect import write as written_by_openai
from tests.providers.openai.rules import check

# The same API at three addresses; below /beta there is more of it.
PATH = re.compile(r"/(v1/|beta/)?chat/completions")
FIELDS = {
    "system": "role content name",
    "user": "role content name",
    "assistant": "role content name prefix reasoning_content tool_calls",
    "tool": "role content tool_call_id",
}
BODY = (
    "model messages thinking reasoning_effort max_tokens temperature top_p stop stream stream_options frequency_penalty "
    "presence_penalty response_format tools tool_choice logprobs top_logprobs"
)
UNKNOWN = "Failed to deserialize the JSON body into the target type: unknown field `{name}`"
# https://api-docs.deepseek.com/guides/vision
SEES = Accepted(body=BODY, fields=FIELDS, parts_of=PARTS_OF | {"assistant": ("text",)}, unknown_field=UNKNOWN)
BLIND = Accepted(body=BODY, fields=FIELDS, parts_of=dict.fromkeys(FIELDS, ("text",)), unknown_field=UNKNOWN)
EFFORTS = ("minimal", "low", "medium", "high", "xhigh", "max", "ultra")


def read(post: Post) -> Request:
    """Raises RejectedError for what DeepSeek would refuse."""
    api_key = bearer(post)
    if not api_key:
        raise RejectedError("Authentication Fails (auth header format should be Bearer sk-...)", 401, "authentication_error")
    body = post.body
    check(body, SEES if isinstance(body, dict) and "flash" in str(body.get("model")) else BLIND)
    demand(body.get("reasoning_effort", "low") in EFFORTS, "Invalid reasoning_effort value", code="invalid_request_error")
    switch = body.get("thinking", {"type": "enabled" if thinks(body["model"]) else "disabled"})
    demand(switch in ({"type": "enabled"}, {"type": "disabled"}), "Invalid thinking value", code="invalid_request_error")
    if switch["type"] == "enabled":
        _check_thinking(body)
    return request_of(body, api_key)


def thinks(model: str) -> bool:
    """Whether the model thinks unless it is told not to. https://api-docs.deepseek.com/guides/thinking_mode"""
    return model != "deepseek-chat"


def _check_thinking(body: dict[str, Any]) -> None:
    """A model that thinks can't be made to use a tool, and gets its thoughts of every turn that used one.

    https://github.com/deepseek-ai/DeepSeek-V3/issues/1376
    """
    free = body.get("tool_choice", "auto") in ("auto", "none")
    demand(free, "Thinking mode does not support this tool_choice", code="invalid_request_error")
    complete = all("reasoning_content" in message for message in body["messages"] if message.get("tool_calls"))
    words = "The reasoning_content in the thinking mode must be passed back to the API."
    demand(complete, words, code="invalid_request_error")


def write(request: Request, turn: Turn) -> dict[str, Any]:
    body = written_by_openai(request, turn)
    switch = request.body.get("thinking", {"type": "enabled" if thinks(request.model) else "disabled"})
    for choice in body["choices"]:
        message = choice["message"]
        kept = {"role": "assistant", "content": message["content"] or ""}
        if switch["type"] == "enabled":
            kept["reasoning_content"] = "I follow the script."
        # Calls are numbered, too.
        calls = [{"index": index, **call} for index, call in enumerate(message.get("tool_calls", []))]
        choice["message"] = kept | ({"tool_calls": calls} if calls else {})
    usage = body["usage"]
    kept = {name: usage[name] for name in ("prompt_tokens", "completion_tokens", "total_tokens")}
    cache = {"prompt_cache_hit_tokens": 0, "prompt_cache_miss_tokens": usage["prompt_tokens"]}
    body.pop("service_tier")
    return body | {"usage": kept | {"prompt_tokens_details": {"cached_tokens": 0}} | cache, "system_fingerprint": "fp_scripted"}
