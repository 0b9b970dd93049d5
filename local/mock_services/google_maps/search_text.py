"""Text Search (New): the places that a text describes.

https://developers.google.com/maps/documentation/places/web-service/reference/rest/v1/places/searchText
The text names a kind of place and a city, or one of the two. Without a city the one in the middle of `locationBias` or
`locationRestriction` counts; Google would look where the caller's address is. Landmarks aren't known: such a search finds nothing.
Opening hours, languages and routes are accepted and change nothing. A page over 20 is cut to 20, as the reference says.

The words on the radius, an empty query and unknown types are Google's, as people report them; the others are the mock service's.
"""

import base64
import hashlib
import json
from typing import Any

from local.mock_services.google_maps.categories import CATEGORIES, NUMBER_IN_A_CITY, asked_for
from local.mock_services.google_maps.errors import demand
from local.mock_services.google_maps.field_mask import FieldMask
from local.mock_services.google_maps.gazetteer import City, find, nearest, words
from local.mock_services.google_maps.geometry import Point, between, meters
from local.mock_services.google_maps.place_resource import rating, written
from local.mock_services.google_maps.places import Place, in_city, named, of

MOST_ON_A_PAGE, MOST_METERS = 20, 50_000
_NEAR = 300_000


def search_text(request: dict[str, Any], mask: FieldMask) -> dict[str, Any]:
    """A SearchTextResponse. Raises ApiError."""
    query = request.get("textQuery", "").strip()
    demand(query, "Empty text_query.")
    size = request.get("pageSize", 0) or request.get("maxResultCount", 0) or MOST_ON_A_PAGE
    demand(size > 0, "page_size must not be negative.")
    demand(0 <= request.get("minRating", 0) <= 5, "min_rating must be in [0, 5].")
    type = request.get("includedType", "")
    demand(not type or type in CATEGORIES or type == "locality", f"Unsupported types: {type}.")
    levels = request.get("priceLevels", [])
    demand("PRICE_LEVEL_FREE" not in levels, "price_levels: PRICE_LEVEL_FREE is not allowed in a request.")
    middle, box = _area(request)
    found = [
        place
        for place in _candidates(query, type, middle)
        if (not box or _is_in(place.point, *box))
        and rating(place) >= request.get("minRating", 0)
        and (not levels or (place.category and place.category.price in levels))
    ]
    if middle:
        found.sort(key=lambda place: meters(middle, place.point))
    token = hashlib.sha256(json.dumps({**request, **_PAGE}, sort_keys=True, default=str).encode()).hexdigest()[:16]
    first = _first(request.get("pageToken", ""), token)
    last = first + min(size, MOST_ON_A_PAGE)
    return {
        "places": [written(place) for place in found[first:last]],
        "nextPageToken": _token(token, last) if last < len(found) else "",
        "searchUri": "https://mock-service.example/search" if found else "",
    }


# What may differ from page to page.
_PAGE = {"pageToken": None, "pageSize": None, "maxResultCount": None}


def _area(request: dict[str, Any]) -> tuple[Point | None, tuple[Point, Point] | None]:
    """The point to look around, and the box to stay in."""
    bias, restriction = request.get("locationBias", {}), request.get("locationRestriction", {})
    demand(not (bias and restriction), "Only one of location_bias and location_restriction can be set.")
    if circle := bias.get("circle"):
        radius = circle.get("radius", 0.0)
        demand(0 <= radius <= MOST_METERS, "Invalid circle.radius. Radius must be between 0 and 50,000 meters.")
        demand("center" in circle, "Invalid circle.center: it must be set.")
        return _point(circle["center"], "circle.center"), None
    rectangle = bias.get("rectangle") or restriction.get("rectangle")
    if not rectangle:
        return None, None
    demand({"low", "high"} <= rectangle.keys(), "Invalid rectangle: low and high must be set.")
    low, high = (_point(rectangle[corner], f"rectangle.{corner}") for corner in ("low", "high"))
    demand(low.latitude <= high.latitude, "Invalid rectangle: low.latitude must not be greater than high.latitude.")
    return between(low, high, 0.5), (low, high) if restriction else None


def _candidates(query: str, type: str, middle: Point | None) -> list[Place]:
    exact = named(query)
    if exact and exact[0].category:
        return [exact[0]]
    category = CATEGORIES.get(type) or asked_for(words(query))
    city: City | None = None
    if found := find(query):
        city = found.city
    elif middle:
        city = nearest(middle, _NEAR)
    if not city:
        return []
    if category:
        return [in_city(city, category, number) for number in range(1, NUMBER_IN_A_CITY + 1)]
    return [of(city)] if found and found.whole else []


def _point(given: dict[str, Any], at: str) -> Point:
    place = Point(given.get("latitude", 0.0), given.get("longitude", 0.0))
    demand(place.on_earth, f"Invalid {at}: latitude must be in [-90, 90] and longitude in [-180, 180].")
    return place


def _is_in(place: Point, low: Point, high: Point) -> bool:
    # A box whose low longitude is the greater one goes over the date line.
    over = (low.longitude <= place.longitude, place.longitude <= high.longitude)
    return low.latitude <= place.latitude <= high.latitude and (all(over) if low.longitude <= high.longitude else any(over))


def _token(digest: str, first: int) -> str:
    return base64.urlsafe_b64encode(f"mock-service {digest} {first}".encode()).decode()


def _first(token: str, digest: str) -> int:
    """The number of the first place on the page of this token. Raises ApiError unless it is one of the same search."""
    if not token:
        return 0
    try:
        mark, of_search, first = base64.urlsafe_b64decode(token).decode().split(" ")
    except ValueError:
        mark, of_search, first = "", "", "0"
    demand(mark == "mock-service", "Invalid page_token.")
    demand(of_search == digest, "All parameters but page_token, page_size and max_result_count must match the initial request.")
    return int(first)
