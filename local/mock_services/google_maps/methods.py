"""What the newer APIs do alike with each request: find the method, check the key, read the message, apply the field mask.

Parameters of the query are Google's system parameters (https://cloud.google.com/apis/docs/system-parameters) and, in a GET, the
fields of the request message. In which order Google checks these isn't published; here it is: path, key, parameters, body, mask,
rules.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from local.mock_services.google_maps.errors import ApiError, demand, invalid, page_not_found
from local.mock_services.google_maps.field_mask import FieldMask
from local.mock_services.google_maps.keys import check
from local.mock_services.google_maps.schema import parsed, schema
from local.mock_services.http import Request, Response

_SYSTEM = {
    *("$.xgafv", "access_token", "alt", "$alt", "callback", "fields", "$fields", "key", "$key", "oauth_token", "prettyPrint"),
    *("$prettyPrint", "quotaUser", "uploadType", "upload_protocol"),
}


@dataclass(frozen=True)
class Method:
    """One method of an API. `call` gets the request's message and the field mask, and returns the whole response."""

    name: str
    """Like google.maps.places.v1.Places.SearchText"""
    metric: str
    """The quota that it counts against."""
    http: str
    path: re.Pattern[str]
    """With groups, which are fields of the request."""
    request: str
    response: str
    """The message that the response is, or for `streams` each of its elements."""
    example: tuple[str, str]
    """Two good paths of the field mask."""
    call: Callable[[dict[str, Any], FieldMask], Any]
    streams: bool = False
    """Answers with an array, in which an error is an element too."""


def serve(request: Request, service: str, methods: tuple[Method, ...]) -> Response:
    """The answer of the service that has these methods."""
    for method in methods:
        found = method.path.fullmatch(request.path)
        if found and method.http == request.method:
            try:
                return Response(200, _answer(request, service, method, found.groupdict()))
            except ApiError as error:
                return Response(error.status, [error.body] if method.streams else error.body)
    return page_not_found()


def _answer(request: Request, service: str, method: Method, fields: dict[str, str]) -> Any:
    query = {name: values[-1] for name, values in request.query.items()}
    check(request.headers.get("x-goog-api-key") or query.get("key") or query.get("$key", ""), service, method.name, method.metric)
    alt = query.get("alt") or query.get("$alt", "json")
    demand(alt.partition(";")[0] == "json", "mock service: only JSON is written here.")
    bound = {name: value for name, value in query.items() if name not in _SYSTEM}
    for name in bound:
        if method.http != "GET" or name not in schema().types[method.request]:
            words = f"Cannot bind query parameter. Field '{name}' could not be found in request message."
            raise invalid(f'Invalid JSON payload received. Unknown name "{name}": {words}')
    given = bound | fields if method.http == "GET" else parsed(request.body)
    message = schema().read(given, method.request)
    paths = request.headers.get("x-goog-fieldmask") or query.get("$fields") or query.get("fields", "")
    mask = FieldMask(paths, method.response, method.example)
    response = method.call(message, mask)
    if method.streams:
        return [mask.apply(schema().written(each, method.response)) for each in response]
    return mask.apply(schema().written(response, method.response))
