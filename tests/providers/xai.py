"""xAI's copy of OpenAI's API. https://docs.x.ai/docs/api-reference#chat-completions, https://docs.x.ai/docs/guides/reasoning"""

import re
from typing import Any

from local.scripted_model.conversations import Turn
from local.scripted_model.request import Post, RejectedError, Request
from tests.providers.openai.accepted import FIELDS, Accepted
from tests.providers.openai.dialect import bearer, request_of
from tests.providers.openai.dialect import write as written_by_openai
from tests.providers.openai.rules import check

PATH = re.compile(r"/v1/chat/completions")
ACCEPTED = Accepted(
    body=(
        "model messages max_tokens max_completion_tokens temperature top_p n stop stream stream_options frequency_penalty "
        "presence_penalty logit_bias logprobs top_logprobs user tools tool_choice parallel_tool_calls response_format seed "
        "reasoning_effort deferred search_parameters web_search_options"
    ),
    fields=FIELDS | {"assistant": "role content name refusal tool_calls reasoning_content"},
    images="png|jpeg",
    unknown_field="unknown field `{name}`",
)
NOT_WHEN_REASONING = {"presence_penalty": "presencePenalty", "frequency_penalty": "frequencyPenalty", "stop": "stop"}


def read(post: Post) -> Request:
    """Raises RejectedError for what xAI would refuse."""
    api_key = bearer(post)
    if not api_key:
        raise RejectedError("No API key provided. You can obtain an API key from https://console.x.ai.", 401, "unauthenticated")
    try:
        check(post.body, ACCEPTED)
    except RejectedError as rejected:
        raise RejectedError(f"Failed to deserialize the JSON body into the target type: {rejected}", 422) from rejected
    if reasons(post.body["model"]):
        for name in NOT_WHEN_REASONING.keys() & post.body.keys():
            raise RejectedError(f"Argument not supported on this model: {NOT_WHEN_REASONING[name]}", param=name)
    return request_of(post.body, api_key)


def reasons(model: str) -> bool:
    """Since Grok 4 they all do, but for those that say otherwise."""
    return bool(re.match(r"grok-(3-mini|code|build|[4-9])", model)) and "non-reasoning" not in model


def write(request: Request, turn: Turn) -> dict[str, Any]:
    body = written_by_openai(request, turn)
    usage = body["usage"]
    usage["prompt_tokens_details"] |= {"text_tokens": usage["prompt_tokens"], "image_tokens": 0}
    usage["completion_tokens_details"] |= {"accepted_prediction_tokens": 0, "rejected_prediction_tokens": 0}
    usage["num_sources_used"] = 0
    return body | {"system_fingerprint": "fp_scripted"}


def error(rejected: RejectedError) -> Any:
    """What doesn't fit the types of the request is refused before the API's own code, by a line of text."""
    if rejected.status == 422:
        return str(rejected)
    codes = {400: "Client specified an invalid argument", 401: "Unauthenticated"}
    return {"code": codes[rejected.status], "error": str(rejected)}
