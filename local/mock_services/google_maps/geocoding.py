"""The Geocoding API: an address becomes coordinates, and coordinates become an address.

https://developers.google.com/maps/documentation/geocoding/requests-geocoding
A street in a city is found in the middle of the city, as a partial match. The country of `components` counts, and its other parts
are read as text. `bounds` and `language` change nothing.
The reference doesn't say how the API treats a parameter that it doesn't list. Here such a parameter is refused, so that a misspelt
one is found.
"""

from typing import Any

from local.mock_services.google_maps.cities import known
from local.mock_services.google_maps.errors import InvalidRequestError
from local.mock_services.google_maps.places import Place, at, by_id, named, of
from local.mock_services.google_maps.points import box, point

PARAMETERS = {
    *("address", "components", "latlng", "place_id", "bounds", "language", "region", "result_type", "location_type"),
    *("extra_computations", "enable_address_descriptor", "channel", "client", "signature", "sensor"),
}
NOTHING: dict[str, Any] = {"results": []}
_MISSING = "Invalid request. Missing the 'address', 'components', 'latlng' or 'place_id' parameter."
_COMPONENTS = ("route", "locality", "administrative_area", "postal_code", "country")
_PRECISION = {"ROOFTOP", "RANGE_INTERPOLATED", "GEOMETRIC_CENTER", "APPROXIMATE"}


def geocode(query: dict[str, str]) -> dict[str, Any]:
    """Return the response without its status. Raises InvalidRequestError."""
    filters = {"result_type", "location_type"} & query.keys()
    if filters and "latlng" not in query:
        raise InvalidRequestError(f"Invalid request. '{min(filters)}' is only for reverse geocoding.")
    if "latlng" in query:
        return _reverse(query)
    if "place_id" in query:
        place = by_id(query["place_id"])
        if not place:
            raise InvalidRequestError("Invalid request. Invalid 'place_id' parameter.")
        return {"results": [_result(place)]}
    components = _components(query.get("components", ""))
    rest = [value for name, value in components.items() if name != "country"]
    text = ", ".join(filter(None, (query.get("address", "").strip(), *rest)))
    if not text:
        raise InvalidRequestError(_MISSING)
    found = named(text, components.get("country", ""), query.get("region", "").replace("uk", "gb"))
    if not found:
        return NOTHING | {"error_message": known()}
    place, whole = found
    return {"results": [_result(place) | ({} if whole else {"partial_match": True})]}


def _reverse(query: dict[str, str]) -> dict[str, Any]:
    place = point(query["latlng"])
    if not place:
        raise InvalidRequestError("Invalid request. Invalid 'latlng' parameter.")
    types, precisions = (set(filter(None, query.get(name, "").split("|"))) for name in ("result_type", "location_type"))
    if precisions - _PRECISION:
        raise InvalidRequestError("Invalid request. Invalid 'location_type' parameter.")
    address = at(place)
    if not address.city:
        return NOTHING | {"error_message": known()}
    return {
        "results": [
            each
            for each in (_result(address), _result(of(address.city)))
            if (not types or types & set(each["types"])) and (not precisions or each["geometry"]["location_type"] in precisions)
        ]
    }


def _components(text: str) -> dict[str, str]:
    found = {}
    for each in filter(None, text.split("|")):
        name, colon, value = each.partition(":")
        if name not in _COMPONENTS or not colon or not value:
            raise InvalidRequestError("Invalid request. Invalid 'components' parameter.")
        found[name] = value
    return found


def _result(place: Place) -> dict[str, Any]:
    precision, reach = ("APPROXIMATE", 0.1) if place.is_city else ("ROOFTOP", 0.001)
    southwest, northeast = box(place.point, reach)
    view = {"southwest": southwest.lat_and_lng, "northeast": northeast.lat_and_lng}
    return {
        "address_components": [{"long_name": long, "short_name": short, "types": types} for long, short, types in place.components],
        "formatted_address": place.address,
        "geometry": {"location": place.point.lat_and_lng, "location_type": precision, "viewport": view},
        "place_id": place.id,
        "types": place.types,
    }
