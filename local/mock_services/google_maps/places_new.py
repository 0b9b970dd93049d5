"""Places API (New), places.googleapis.com: Text Search and Place Details.

https://developers.google.com/maps/documentation/places/web-service/reference/rest/v1/places

Nearby Search, Autocomplete and photos are not mocked: the answer is a page that isn't found. An ID of the right form that names
nothing is refused in the mock service's own words.
"""

import re
from typing import Any
from urllib.parse import unquote

from local.mock_services.google_maps.errors import ApiError, demand
from local.mock_services.google_maps.field_mask import FieldMask
from local.mock_services.google_maps.methods import Method, serve
from local.mock_services.google_maps.place_resource import written
from local.mock_services.google_maps.places import by_id
from local.mock_services.google_maps.search_text import search_text
from local.mock_services.http import Request, Response

HOST = "places.googleapis.com"
_SESSION = re.compile(r"[A-Za-z0-9_=-]{1,36}")
# Place IDs have no length that is promised, and these letters.
_ID = re.compile(r"[A-Za-z0-9_.-]{10,}")


def get_place(request: dict[str, Any], mask: FieldMask) -> dict[str, Any]:
    """A Place. Raises ApiError."""
    id = unquote(request["name"])
    demand(_SESSION.fullmatch(request.get("sessionToken", "-")), "session_token must be at most 36 letters of URL-safe base64.")
    demand(_ID.fullmatch(id), f"Not a valid Place ID: {id}")
    place = by_id(id)
    if not place:
        raise ApiError(404, f"No place has the ID {id} any more. (mock service: it knows only IDs that begin with Mock-)")
    return written(place)


METHODS = (
    Method(
        name="google.maps.places.v1.Places.SearchText",
        metric="SearchTextRequest",
        http="POST",
        path=re.compile(r"/v1/places:searchText"),
        request="places.SearchTextRequest",
        response="places.SearchTextResponse",
        example=("places.displayName", "places.id"),
        call=search_text,
    ),
    Method(
        name="google.maps.places.v1.Places.GetPlace",
        metric="GetPlaceRequest",
        http="GET",
        path=re.compile(r"/v1/places/(?P<name>[^/:]+)"),
        request="places.GetPlaceRequest",
        response="places.Place",
        example=("displayName", "id"),
        call=get_place,
    ),
)


def answer(request: Request) -> Response:
    return serve(request, HOST, METHODS)
