"""Reads and writes Vertex AI's generateContent, and hands out access tokens."""

import re
from pathlib import Path
from typing import Any

from local.loopback_server import Response
from local.scripted_model.request import Post, RejectedError, Request, demand
from tests.providers.gemini import dialect as gemini
from tests.providers.gemini.payload import Schema
from tests.providers.vertex_ai import access_token

PATH = re.compile(
    r"/(?P<token>token)|/v1(beta1)?/projects/(?P<project>[^/]+)/locations/(?P<location>[^/]+)/publishers/google/models/"
    r"(?P<model>[^/:]+):generateContent"
)
SCHEMA = Schema(Path(__file__).with_name("schema.json"))
NO_TOKEN = (
    "Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid "
    "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
)
PROJECT = re.compile(r"[a-z0-9:.-]+")

write = gemini.write


def read(post: Post) -> Request | Response:
    """Raises RejectedError for what Vertex AI, or Google's token endpoint, would refuse."""
    if "token" in post.path:
        return access_token.issue(post)
    kind, _, token = post.headers.get("authorization", "").partition(" ")
    if kind != "Bearer" or not token:
        raise RejectedError(NO_TOKEN, 401)
    demand(PROJECT.fullmatch(post.path["project"]), f"Invalid resource name: {post.path['project']} is no project.")
    return gemini.request_of(post, SCHEMA, access_token.account_of(token))


def error(rejected: RejectedError) -> dict[str, Any]:
    if isinstance(rejected, access_token.TokenRefusedError):
        # https://www.rfc-editor.org/rfc/rfc6749#section-5.2
        return {"error": rejected.kind, "error_description": str(rejected)}
    return gemini.error(rejected)
