"""A place as Places (New) writes it.

What isn't made up, because people would take it for a fact: telephone numbers, photos, plus codes. Links lead to
`mock-service.example`.
"""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from local.mock_services.google_maps.geometry import away
from local.mock_services.google_maps.places import Place

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HALF_OF_A_VIEW = {True: 15_000, False: 150}
_WINTER = datetime(2026, 1, 1, tzinfo=UTC)


def rating(place: Place) -> float:
    """From 3.0 to 4.9; 0 for what isn't rated."""
    return 3.0 + place.number * 7 % 20 / 10 if place.category else 0.0


def written(place: Place) -> dict[str, Any]:
    """A Place, with all the fields that the mock service fills."""
    reach = _HALF_OF_A_VIEW[place.is_city]
    found: dict[str, Any] = {
        "name": f"places/{place.id}",
        "id": place.id,
        "displayName": {"text": place.name, "languageCode": "en"},
        "types": place.types,
        "primaryType": place.types[0],
        "formattedAddress": place.address,
        "shortFormattedAddress": place.address,
        "location": place.point.lat_lng,
        "viewport": {"low": away(place.point, 225, reach).lat_lng, "high": away(place.point, 45, reach).lat_lng},
        "googleMapsUri": f"https://mock-service.example/maps/{place.id}",
    }
    if place.city:
        offset = _WINTER.astimezone(ZoneInfo(place.city.time_zone)).utcoffset()
        found["timeZone"] = {"id": place.city.time_zone}
        found["utcOffsetMinutes"] = int(offset.total_seconds() // 60)
        found["addressComponents"] = [
            {"longText": long, "shortText": short, "types": types, "languageCode": "en"} for long, short, types in components(place)
        ]
    if place.category:
        about = f"A mock service for a place of type {place.category.type} in {place.city.name}. Nothing here is a fact."
        found |= {
            "primaryTypeDisplayName": {"text": f"{place.category.label} (mock)", "languageCode": "en"},
            "businessStatus": "OPERATIONAL",
            "rating": rating(place),
            "userRatingCount": 13 * place.number,
            "priceLevel": place.category.price or None,
            "websiteUri": f"https://mock-service.example/{place.id}",
            "editorialSummary": {"text": about, "languageCode": "en"},
            "regularOpeningHours": _hours(place),
            "reviews": [_review(place)],
        }
    return found


def components(place: Place) -> list[tuple[str, str, list[str]]]:
    """Of the address: long name, short name, types."""
    found = []
    if not place.is_city:
        street = place.address.partition(",")[0] if place.category else place.name
        found.append((street, street, ["route"]))
    if place.city:
        found.append((place.city.name, place.city.name, ["locality", "political"]))
        if place.city.state:
            found.append((place.city.state, place.city.state, ["administrative_area_level_1", "political"]))
        found.append((place.city.country_name, place.city.country, ["country", "political"]))
    return found


def _hours(place: Place) -> dict[str, Any]:
    opens, closes = place.category.opens, place.category.closes
    if opens == closes:
        # Always open is one period without an end, from Sunday (0) on.
        always = {"open": {"day": 0, "hour": 0, "minute": 0}}
        return {"periods": [always], "weekdayDescriptions": [f"{day}: Open 24 hours" for day in _DAYS]}
    periods = [
        {"open": {"day": day, "hour": opens, "minute": 0}, "close": {"day": day, "hour": closes, "minute": 0}} for day in range(7)
    ]
    return {"periods": periods, "weekdayDescriptions": [f"{day}: {_clock(opens)} – {_clock(closes)}" for day in _DAYS]}


def _clock(hour: int) -> str:
    return f"{(hour - 1) % 12 + 1}:00 {'AM' if hour < 12 else 'PM'}"


def _review(place: Place) -> dict[str, Any]:
    text = {"text": "A mock review: nobody wrote this.", "languageCode": "en"}
    return {
        "name": f"places/{place.id}/reviews/1",
        "rating": rating(place),
        "text": text,
        "originalText": text,
        "authorAttribution": {"displayName": "Mock service Reviewer"},
        "relativePublishTimeDescription": "a year ago",
        "publishTime": "2025-01-01T00:00:00Z",
    }
