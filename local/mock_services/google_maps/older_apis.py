"""The older APIs, maps.googleapis.com/maps/api: Geocoding and Elevation, and those that new projects can't use.

Errors come with HTTP 200 and a `status`. Only a wrong parameter comes with 400. Directions, Distance Matrix and Places are legacy:
a project made after 2025-03-01 can't enable them (https://developers.google.com/maps/legacy), and the answer says so. Only `json`
is written, and only GET is answered. The status for other HTTP methods isn't published.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from local.mock_services.google_maps import elevation, geocoding
from local.mock_services.google_maps.errors import InvalidRequestError, page
from local.mock_services.google_maps.keys import refusal
from local.mock_services.http import Request, Response

HOST = "maps.googleapis.com"
_FOLDER = "/maps/api/"
MOST_CHARACTERS = 16_384
"""The longest encoded URL: https://developers.google.com/maps/url-encoding"""
_LEGACY_WORDS = (
    "You’re calling a legacy API, which is not enabled for your project. To get newer features and more functionality, switch to "
    "the Places API (New) or Routes API. Learn more: https://developers.google.com/maps/legacy#LegacyApiNotActivatedMapError"
)
_LEGACY: dict[str, dict[str, Any]] = {
    "directions/json": {"routes": []},
    "distancematrix/json": {"destination_addresses": [], "origin_addresses": [], "rows": []},
    "place/textsearch/json": {"html_attributions": [], "results": []},
    "place/nearbysearch/json": {"html_attributions": [], "results": []},
    "place/details/json": {"html_attributions": []},
    "place/findplacefromtext/json": {"candidates": []},
    "place/autocomplete/json": {"predictions": []},
    "place/queryautocomplete/json": {"predictions": []},
}
_APIS: dict[str, tuple[Callable[[dict[str, str]], dict[str, Any]], set[str], dict[str, Any]]] = {
    "geocode/json": (geocoding.geocode, geocoding.PARAMETERS, geocoding.NOTHING),
    "elevation/json": (elevation.elevation, elevation.PARAMETERS, elevation.NOTHING),
}


def answer(request: Request) -> Response:
    if len(f"https://{HOST}{request.path}?{urlencode(request.query, doseq=True)}") > MOST_CHARACTERS:
        return page(414)
    path = request.path.removeprefix(_FOLDER)
    nothing = _LEGACY.get(path) or (_APIS[path][2] if path in _APIS else None)
    if not request.path.startswith(_FOLDER) or nothing is None:
        return page(404)
    if request.method != "GET":
        return Response(405, {"error_message": f"mock service: {request.method} is not answered, GET is."}, {"allow": "GET"})
    query = {name: values[-1] for name, values in request.query.items()}
    if refused := refusal(query.pop("key", "")):
        status, words = refused
        return _refused(500 if status == "UNKNOWN_ERROR" else 200, nothing, status, words)
    if path in _LEGACY:
        return _refused(200, nothing, "REQUEST_DENIED", _LEGACY_WORDS)
    call, parameters, _ = _APIS[path]
    if unknown := sorted(query.keys() - parameters):
        words = f"Invalid request. mock service: unknown parameter '{unknown[0]}'; there are {', '.join(sorted(parameters))}."
        return _refused(400, nothing, "INVALID_REQUEST", words)
    try:
        response = call(query)
    except InvalidRequestError as error:
        return _refused(400, nothing, "INVALID_REQUEST", str(error))
    if response["results"]:
        return Response(200, response | {"status": "OK"})
    return _refused(200, response, "ZERO_RESULTS", response.get("error_message", "Nothing was found."))


def _refused(code: int, nothing: dict[str, Any], status: str, words: str) -> Response:
    return Response(code, {"error_message": words} | nothing | {"status": status})
