"""Text Search (New): the places that a text describes.

https://developers.google.com/maps/documentation/places/web-service/reference/rest/v1/places/searchText
The text names a kind of place, a city, or both. Without a city, the one in the middle of `locationBias` or `locationRestriction`
counts. Any other text finds nothing, and the response is an empty message, as Google's is. Opening hours, languages and routes are
accepted and change nothing. A page over 20 is cut to 20, as the reference says.

The messages about the radius, an empty query and unknown types are Google's, as people report them. The others are the mock
service's.
"""

import hashlib
import json
import re
from typing import Any

from local.mock_services.google_maps.cities import find, nearest
from local.mock_services.google_maps.errors import ApiError, demand
from local.mock_services.google_maps.field_mask import FieldMask
from local.mock_services.google_maps.place_details import PRICE, rating, written
from local.mock_services.google_maps.places import IN_A_CITY, KINDS, NEAR_A_CITY, Place, in_city, kind_in, of
from local.mock_services.google_maps.points import Point, between, meters, read_point

MOST_ON_A_PAGE, MOST_METERS = 20, 50_000
# These may differ from page to page.
_PAGE = {"pageToken": None, "pageSize": None, "maxResultCount": None}


def search_text(request: dict[str, Any], mask: FieldMask) -> dict[str, Any]:
    """Return a SearchTextResponse. Raises ApiError."""
    query = request.get("textQuery", "").strip()
    demand(query, "Empty text_query.")
    size = request.get("pageSize", 0) or request.get("maxResultCount", 0) or MOST_ON_A_PAGE
    demand(size > 0, "page_size must not be negative.")
    least = request.get("minRating", 0)
    demand(0 <= least <= 5, "min_rating must be in [0, 5].")
    type = request.get("includedType", "")
    demand(not type or type in KINDS or type == "locality", f"Unsupported types: {type}.")
    levels = request.get("priceLevels", [])
    demand("PRICE_LEVEL_FREE" not in levels, "price_levels: PRICE_LEVEL_FREE is not allowed in a request.")
    middle, limits = _area(request)
    found = [place for place in _candidates(query, type, middle) if rating(place) >= least and _is_in(place.point, limits)]
    if levels and PRICE not in levels:
        found = []
    if middle:
        found.sort(key=lambda place: meters(middle, place.point))
    search = hashlib.sha256(json.dumps({**request, **_PAGE}, sort_keys=True, default=str).encode()).hexdigest()[:16]
    first = _first(request.get("pageToken", ""), search)
    last = first + min(size, MOST_ON_A_PAGE)
    return {
        "places": [written(place) for place in found[first:last]],
        "nextPageToken": f"mock-{search}-{last}" if last < len(found) else "",
        "searchUri": "https://mock-service.example/search" if found else "",
    }


def _area(request: dict[str, Any]) -> tuple[Point | None, tuple[Point, Point] | None]:
    """Return the point to look around, and the corners of the box to stay in."""
    bias, restriction = request.get("locationBias", {}), request.get("locationRestriction", {})
    demand(not (bias and restriction), "Only one of location_bias and location_restriction can be set.")
    if circle := bias.get("circle"):
        radius = circle.get("radius", 0.0)
        demand(0 <= radius <= MOST_METERS, "Invalid circle.radius. Radius must be between 0 and 50,000 meters.")
        demand("center" in circle, "Invalid circle.center: it must be set.")
        return read_point(circle["center"], "Invalid circle.center"), None
    rectangle = bias.get("rectangle") or restriction.get("rectangle")
    if not rectangle:
        return None, None
    demand({"low", "high"} <= rectangle.keys(), "Invalid rectangle: low and high must be set.")
    low, high = (read_point(rectangle[corner], f"Invalid rectangle.{corner}") for corner in ("low", "high"))
    demand(low.latitude <= high.latitude, "Invalid rectangle: low.latitude must not be greater than high.latitude.")
    return between(low, high, 0.5), (low, high) if restriction else None


def _candidates(query: str, type: str, middle: Point | None) -> list[Place]:
    kind, found = type or kind_in(query), find(query)
    city = found[0] if found else nearest(middle, NEAR_A_CITY) if middle else None
    if city and kind in KINDS:
        places = [in_city(city, kind, number) for number in range(1, IN_A_CITY + 1)]
        return [place for place in places if place.name in query] or places
    return [of(found[0])] if found and found[1] else []


def _is_in(place: Point, limits: tuple[Point, Point] | None) -> bool:
    if not limits:
        return True
    low, high = limits
    # A box whose low longitude is greater than its high one crosses the date line.
    over = (low.longitude <= place.longitude, place.longitude <= high.longitude)
    return low.latitude <= place.latitude <= high.latitude and (all(over) if low.longitude <= high.longitude else any(over))


def _first(token: str, search: str) -> int:
    """Return the number of the first place on the page of this token. Raises ApiError if the token is from another search."""
    if not token:
        return 0
    found = re.fullmatch(r"mock-([0-9a-f]{16})-(\d{1,2})", token)
    if not found:
        raise ApiError(400, "Invalid page_token.")
    demand(found[1] == search, "All parameters but page_token, page_size and max_result_count must match the initial request.")
    return int(found[2])
