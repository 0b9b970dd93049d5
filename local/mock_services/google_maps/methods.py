"""The common steps of the newer APIs: find the method, check the key, read the message, apply the field mask.

Parameters of the query are Google's system parameters (https://cloud.google.com/apis/docs/system-parameters) and, in a GET, the
fields of the request message. Google doesn't publish the order of its checks. Here it is: path, key, parameters, body, mask, rules.
Methods without a mock, like Nearby Search and Autocomplete, get a page that isn't found.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from local.mock_services.google_maps.compute_route_matrix import compute_route_matrix
from local.mock_services.google_maps.compute_routes import compute_routes
from local.mock_services.google_maps.errors import ApiError, demand, invalid, page
from local.mock_services.google_maps.field_mask import FieldMask
from local.mock_services.google_maps.keys import check
from local.mock_services.google_maps.place_details import get_place
from local.mock_services.google_maps.schema import parsed, schema
from local.mock_services.google_maps.search_text import search_text
from local.mock_services.http import Request, Response

_CALLS = {
    "google.maps.places.v1.Places.SearchText": search_text,
    "google.maps.places.v1.Places.GetPlace": get_place,
    "google.maps.routing.v2.Routes.ComputeRoutes": compute_routes,
    "google.maps.routing.v2.Routes.ComputeRouteMatrix": compute_route_matrix,
}
_SYSTEM = {
    *("$.xgafv", "access_token", "alt", "$alt", "callback", "fields", "$fields", "key", "$key", "oauth_token", "prettyPrint"),
    *("$prettyPrint", "quotaUser", "uploadType", "upload_protocol"),
}


@dataclass(frozen=True)
class Method:
    """One method of an API in `schema.json`. `call` takes the message and the mask, and returns the whole response."""

    name: str
    call: Callable[[dict[str, Any], FieldMask], Any]
    host: str
    http: str
    path: str
    """A regular expression whose groups are fields of the request."""
    request: str
    response: str
    """The message of the response, or of each element if `streams`."""
    example: tuple[str, str]
    """Two good paths of the field mask."""
    metric: str
    """The quota that the method uses."""
    streams: bool = False
    """True if the method answers with an array, in which an error is an element too."""


METHODS = tuple(Method(name, _CALLS[name], **about) for name, about in schema().methods.items())


def answer(host: str, request: Request) -> Response:
    for method in METHODS:
        found = re.fullmatch(method.path, request.path)
        if found and (method.host, method.http) == (host, request.method):
            try:
                return Response(200, _answer(request, method, found.groupdict()))
            except ApiError as error:
                return Response(error.status, [error.body] if method.streams else error.body)
    return page(404)


def _answer(request: Request, method: Method, fields: dict[str, str]) -> Any:
    query = {name: values[-1] for name, values in request.query.items()}
    key = request.headers.get("x-goog-api-key") or query.get("key") or query.get("$key", "")
    check(key, method.host, method.name, method.metric)
    alt = query.get("alt") or query.get("$alt", "json")
    demand(alt.partition(";")[0] == "json", "mock service: only JSON is written here.")
    bound = {name: value for name, value in query.items() if name not in _SYSTEM}
    for name in bound:
        if method.http != "GET" or name not in schema().types[method.request]:
            words = f"Cannot bind query parameter. Field '{name}' could not be found in request message."
            raise invalid(f'Invalid JSON payload received. Unknown name "{name}": {words}')
    message = schema().read(bound | fields if method.http == "GET" else parsed(request.body), method.request)
    paths = request.headers.get("x-goog-fieldmask") or query.get("$fields") or query.get("fields", "")
    mask = FieldMask(paths, method.response, method.example)
    response = method.call(message, mask)
    if method.streams:
        return [mask.apply(schema().written(each, method.response)) for each in response]
    return mask.apply(schema().written(response, method.response))
