"""Groq's copy of OpenAI's API. https://console.groq.com/docs/api-reference#chat-create, https://console.groq.com/docs/openai"""

import re
from typing import Any

from local.scripted_model.conversations import Turn
from local.scripted_model.request import Post, RejectedError, Request, demand
from tests.providers.openai.accepted import FIELDS, PARTS_OF, Accepted
from tests.providers.openai.dialect import bearer, request_of
from tests.providers.openai.dialect import error as error
from tests.providers.openai.dialect import write as written_by_openai
from tests.providers.openai.rules import check

PATH = re.compile(r"/openai/v1/chat/completions")
# `logprobs`, `top_logprobs`, `logit_bias` and the name of a message are in the reference and answered with a 400.
ACCEPTED = Accepted(
    body=(
        "model messages max_tokens max_completion_tokens temperature top_p n stop stream frequency_penalty presence_penalty user "
        "tools tool_choice parallel_tool_calls response_format seed reasoning_effort reasoning_format include_reasoning metadata "
        "store service_tier disable_tool_validation citation_options documents search_settings compound_custom"
    ),
    fields={
        role: fields.replace(" name", "").replace(" refusal", " reasoning")
        for role, fields in FIELDS.items()
        if role != "developer"
    },
    parts_of=PARTS_OF | {"assistant": ("text",)},
    unknown_field="property '{name}' is unsupported",
)


def read(post: Post) -> Request:
    """Raises RejectedError for what Groq would refuse."""
    api_key = bearer(post)
    if not api_key:
        raise RejectedError("Invalid API Key", 401, code="invalid_api_key")
    check(post.body, ACCEPTED)
    demand(post.body.get("n", 1) == 1, "'n' : number must be at most 1")
    both = "reasoning_format" in post.body and "include_reasoning" in post.body
    demand(not both, "cannot specify both `include_reasoning` and `reasoning_format`")
    return request_of(post.body, api_key)


def write(request: Request, turn: Turn) -> dict[str, Any]:
    body = written_by_openai(request, turn)
    for choice in body["choices"]:
        message = choice["message"]
        choice["message"] = {name: message[name] for name in ("role", "content", "tool_calls") if message.get(name)}
    usage = {name: body["usage"][name] for name in ("prompt_tokens", "completion_tokens", "total_tokens")}
    body["usage"] = usage | {"queue_time": 0.05, "prompt_time": 0.01, "completion_time": 0.1, "total_time": 0.11}
    return body | {"service_tier": "on_demand", "x_groq": {"id": f"req_{body['id'].removeprefix('chatcmpl-')}"}}
