"""The one method of the API that is mocked: POST https://api.perplexity.ai/chat/completions

https://docs.perplexity.ai/api-reference/chat-completions-post
"""

import re

from local.mock_services.http import Request, Response
from local.mock_services.perplexity import completion, troubles
from local.mock_services.perplexity.errors import ApiError, invalid_key, no_credit, no_key_page
from local.mock_services.perplexity.messages import check_order, last_text
from local.mock_services.perplexity.request_body import read

HOST = "api.perplexity.ai"
PATH = "/chat/completions"
KEYS = {"invalid": invalid_key, "no-quota": no_credit}
"""The keys that are refused. Any other key is accepted."""

_BEARER = re.compile(r"Bearer (\S+)", re.IGNORECASE)


def answer(request: Request) -> Response:
    if request.path != PATH:
        return ApiError(404, "not_found", f"Not found: the mock service has POST {PATH} and nothing else.").response
    if request.method != "POST":
        return ApiError(405, "method_not_allowed", f"{request.method} isn't allowed on {PATH}.").response
    key = _BEARER.fullmatch(request.headers.get("authorization", ""))
    if key is None:
        return no_key_page()
    try:
        if key[1] in KEYS:
            raise KEYS[key[1]]()
        body = read(request.body)
        check_order(body["messages"])
        text = last_text(body["messages"])
        return troubles.asked_for(text) or Response(200, completion.of(body), pause=troubles.pause(text))
    except ApiError as refusal:
        return refusal.response
