"""Place Details (New), and a place as all of Places (New) writes it.

https://developers.google.com/maps/documentation/places/web-service/reference/rest/v1/places

The refusal of a well-formed ID that names nothing is in the mock service's own words. Telephone numbers, photos and plus codes are
left out, because people would take them for facts. Links lead to `mock-service.example`.
"""

import re
from typing import Any
from urllib.parse import unquote

from local.mock_services.google_maps.errors import ApiError, demand
from local.mock_services.google_maps.field_mask import FieldMask
from local.mock_services.google_maps.places import Place, by_id
from local.mock_services.google_maps.points import box

PRICE = "PRICE_LEVEL_MODERATE"
_OPENS, _CLOSES = 10, 18
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SESSION = re.compile(r"[A-Za-z0-9_=-]{1,36}")
# Place IDs have these letters. Google promises no length.
_ID = re.compile(r"[A-Za-z0-9_.-]{10,}")


def get_place(request: dict[str, Any], mask: FieldMask) -> dict[str, Any]:
    """Return a Place. Raises ApiError."""
    id = unquote(request["name"])
    demand(_SESSION.fullmatch(request.get("sessionToken", "-")), "session_token must be at most 36 letters of URL-safe base64.")
    demand(_ID.fullmatch(id), f"Not a valid Place ID: {id}")
    place = by_id(id)
    if not place:
        raise ApiError(404, f"No place has the ID {id} any more. (mock service: it knows only IDs that begin with Mock-)")
    return written(place)


def rating(place: Place) -> float:
    """Return a rating from 3.0 to 4.9, or 0 for a place without one."""
    return 3.0 + place.number * 7 % 20 / 10 if place.kind else 0.0


def written(place: Place) -> dict[str, Any]:
    """Return a Place with all the fields that the mock service fills."""
    low, high = box(place.point, 0.1 if place.is_city else 0.001)
    found: dict[str, Any] = {
        "name": f"places/{place.id}",
        "id": place.id,
        "displayName": _text(place.name),
        "types": place.types,
        "primaryType": place.types[0],
        "formattedAddress": place.address,
        "addressComponents": [
            {"longText": long, "shortText": short, "types": types, "languageCode": "en"} for long, short, types in place.components
        ],
        "location": place.point.lat_lng,
        "viewport": {"low": low.lat_lng, "high": high.lat_lng},
        "googleMapsUri": f"https://mock-service.example/maps/{place.id}",
        "utcOffsetMinutes": place.city.utc_offset_minutes if place.city else None,
    }
    if not place.kind:
        return found
    hours = f"{_OPENS}:00 AM – {_CLOSES - 12}:00 PM"
    return found | {
        "businessStatus": "OPERATIONAL",
        "rating": rating(place),
        "userRatingCount": 13 * place.number,
        "priceLevel": PRICE,
        "websiteUri": f"https://mock-service.example/{place.id}",
        "editorialSummary": _text(f"A mock service for a place of type {place.kind} in {place.town}. Nothing here is a fact."),
        "regularOpeningHours": {
            "periods": [{name: _time(day, hour) for name, hour in (("open", _OPENS), ("close", _CLOSES))} for day in range(7)],
            "weekdayDescriptions": [f"{day}: {hours}" for day in _DAYS],
        },
        "reviews": [
            {
                "name": f"places/{place.id}/reviews/1",
                "rating": rating(place),
                "text": _text("A mock review: nobody wrote this."),
                "authorAttribution": {"displayName": "Mock service Reviewer"},
                "publishTime": "2025-01-01T00:00:00Z",
            }
        ],
    }


def _text(text: str) -> dict[str, str]:
    return {"text": text, "languageCode": "en"}


def _time(day: int, hour: int) -> dict[str, int]:
    return {"day": day, "hour": hour, "minute": 0}
