"""Requests to the mock service without a server."""

import json
from typing import Any

from local.mock_services.http import Request, Response
from local.mock_services.perplexity.api import answer

USER = {"role": "user", "content": "Company: Acme\nTopic: history"}


def body(**fields: Any) -> dict[str, Any]:
    return {"model": "sonar", "messages": [USER], **fields}


def ask(given: Any = None, key: str | None = "Bearer a-key", method: str = "POST", path: str = "/chat/completions") -> Response:
    data = given if isinstance(given, bytes) else json.dumps(body() if given is None else given).encode()
    return answer(Request(method, path, {}, {} if key is None else {"authorization": key}, data))


def refusal(response: Response) -> tuple[int, str, str]:
    """Status, type and message of an error in the API's shape."""
    assert response.body["error"].keys() == {"message", "type", "code"}
    assert response.body["error"]["code"] == response.status
    return response.status, response.body["error"]["type"], response.body["error"]["message"]
