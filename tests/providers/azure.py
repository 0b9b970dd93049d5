"""Azure OpenAI: OpenAI's Chat Completions behind Microsoft's gateway, with a content filter before and after the model.

https://learn.microsoft.com/en-us/azure/ai-foundry/openai/reference,
https://learn.microsoft.com/en-us/azure/ai-foundry/openai/concepts/content-filter
"""

import re
from typing import Any

from local.scripted_model.conversations import Turn
from local.scripted_model.request import Post, RejectedError, Request
from tests.providers.openai.accepted import Accepted
from tests.providers.openai.dialect import bearer, request_of
from tests.providers.openai.dialect import write as written_by_openai
from tests.providers.openai.rules import check

PATH = re.compile(r"/openai/(deployments/(?P<deployment>[^/]+)|v1)/chat/completions")
ACCEPTED = Accepted(unknown_field="Unrecognized request argument supplied: {name}")
VERSION = re.compile(r"\d{4}-\d{2}-\d{2}(-preview)?|preview|latest")
NO_KEY = (
    "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active "
    "subscription and use a correct regional API endpoint for your resource."
)
SAFE = {"filtered": False, "severity": "safe"}
FILTERED = {"hate": SAFE, "self_harm": SAFE, "sexual": SAFE, "violence": SAFE}


def read(post: Post) -> Request:
    """Raises RejectedError for what Azure would refuse."""
    # The version is part of the address of a deployment, and what is at no address is not found.
    version = post.query.get("api-version", "" if "deployment" in post.path else "latest")
    if not VERSION.fullmatch(version):
        raise RejectedError("Resource not found", 404, code="404")
    # A key, or a token of Microsoft Entra ID.
    api_key = post.headers.get("api-key") or bearer(post)
    if not api_key:
        raise RejectedError(NO_KEY, 401, code="401")
    # The address names the deployment; what the body says of the model is not read then.
    body = post.body
    if "deployment" in post.path and isinstance(body, dict):
        body = {**body, "model": post.path["deployment"]}
    check(body, ACCEPTED)
    return request_of(body, api_key)


def write(request: Request, turn: Turn) -> dict[str, Any]:
    body = written_by_openai(request, turn)
    body["prompt_filter_results"] = [{"prompt_index": 0, "content_filter_results": FILTERED | {"jailbreak": SAFE}}]
    # A choice that only calls tools has no text to filter.
    for choice in body["choices"]:
        choice["content_filter_results"] = FILTERED if choice["message"]["content"] else {}
    return body


def error(rejected: RejectedError) -> dict[str, Any]:
    """The gateway's own errors say less than those of the model behind it."""
    if rejected.status in (401, 404):
        return {"error": {"code": rejected.code, "message": str(rejected)}}
    words = {"message": str(rejected), "type": rejected.kind, "param": rejected.param, "code": rejected.code}
    return {"error": words}
