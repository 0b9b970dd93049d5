"""vLLM's server of OpenAI's API. https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html

It reads fields that it doesn't know without a word, so that a misspelt one has no effect; here they are refused.
"""

import json
import re
from http import HTTPStatus
from typing import Any

from local.scripted_model.conversations import Turn
from local.scripted_model.request import Post, RejectedError, Request, demand
from tests.providers.openai.accepted import FIELDS, Accepted
from tests.providers.openai.dialect import bearer, request_of
from tests.providers.openai.dialect import write as written_by_openai
from tests.providers.openai.rules import check

PATH = re.compile(r"/v1/chat/completions")
ACCEPTED = Accepted(
    body=(
        "model messages max_tokens max_completion_tokens temperature top_p n stop stream stream_options frequency_penalty "
        "presence_penalty logit_bias logprobs top_logprobs user tools tool_choice parallel_tool_calls response_format seed "
        "reasoning_effort include_reasoning top_k min_p repetition_penalty length_penalty stop_token_ids ignore_eos min_tokens "
        "skip_special_tokens spaces_between_special_tokens truncate_prompt_tokens prompt_logprobs echo add_generation_prompt "
        "continue_final_message add_special_tokens chat_template chat_template_kwargs mm_processor_kwargs structured_outputs "
        "priority request_id return_token_ids cache_salt kv_transfer_params vllm_xargs bad_words allowed_token_ids"
    ),
    fields=FIELDS | {"assistant": FIELDS["assistant"] + " reasoning reasoning_content"},
    tool_id=re.compile(r".+", re.DOTALL),
)


def read(post: Post) -> Request:
    """Raises RejectedError for what vLLM would refuse. It asks for a key only where it is started with one."""
    check(post.body, ACCEPTED)
    for message in post.body["messages"]:
        for call in message.get("tool_calls") or []:
            _check_arguments(call["function"]["arguments"])
    return request_of(post.body, bearer(post))


def _check_arguments(text: str) -> None:
    """Chat templates want the arguments as an object, so the server parses them."""
    try:
        arguments = json.loads(text)
    except ValueError as error:
        raise RejectedError(str(error)) from error
    demand(isinstance(arguments, dict), "the arguments of a tool call are no JSON object")


def write(request: Request, turn: Turn) -> dict[str, Any]:
    body = written_by_openai(request, turn)
    for choice in body["choices"]:
        # The list of calls is there even when it is empty, and a call that was forced by name ends in "stop".
        message = {"refusal": None, "annotations": None, "audio": None, "function_call": None, "tool_calls": []} | choice["message"]
        choice |= {"message": message | {"reasoning": None}, "stop_reason": None, "token_ids": None}
        choice["finish_reason"] = "stop" if request.only else choice["finish_reason"]
    usage = {name: body["usage"][name] for name in ("prompt_tokens", "completion_tokens", "total_tokens")}
    empty = {"prompt_logprobs": None, "prompt_token_ids": None, "kv_transfer_params": None, "service_tier": None}
    return body | {"usage": usage | {"prompt_tokens_details": None}} | empty


def error(rejected: RejectedError) -> dict[str, Any]:
    kind = {400: "BadRequestError", 401: "Unauthorized", 404: "NotFoundError"}.get(
        rejected.status, HTTPStatus(rejected.status).phrase
    )
    words = {"message": str(rejected), "type": kind, "param": rejected.param, "code": rejected.status}
    return {"error": words}
