"""The errors of the API: {"error": {"message", "type", "code"}}.

There is no published list. The shape, the types and the words are those that people reported. A request without any key gets a page
from the web server in front of the API.
"""

import json

from local.mock_services.http import Response

_NO_KEY_PAGE = """\
<html>
<head><title>401 Authorization Required</title></head>
<body>
<center><h1>401 Authorization Required</h1></center>
<hr><center>mock service</center>
</body>
</html>
"""


class ApiError(Exception):
    """A request that the API refuses."""

    def __init__(self, status: int, type: str, message: str, headers: dict[str, str] | None = None):
        super().__init__(message)
        self.status, self.type, self.message, self.headers = status, type, message, headers or {}

    @property
    def response(self) -> Response:
        error = {"message": self.message, "type": self.type, "code": self.status}
        return Response(self.status, {"error": error}, self.headers)


def no_key_page() -> Response:
    return Response(401, _NO_KEY_PAGE, {"content-type": "text/html"})


def invalid_key() -> ApiError:
    return ApiError(401, "invalid_api_key", "Invalid API key provided.")


def no_credit() -> ApiError:
    return ApiError(401, "insufficient_quota", "You exceeded your current quota.")


def bad_request(problem: str, *at: str | int) -> ApiError:
    """Return a 400 whose message is like `["At body -> messages -> 0 -> role: Field required"]`."""
    return ApiError(400, "bad_request", json.dumps([f"At {' -> '.join(map(str, ('body', *at)))}: {problem}"]))


def invalid_message(problem: str) -> ApiError:
    return ApiError(400, "invalid_message", problem)
