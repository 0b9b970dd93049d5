"""Waypoints of the Routes API: coordinates, place IDs and addresses become points.

Google doesn't publish the answer to an unknown place ID. Here it is a 400. An address that can't be found is no error: its
geocoding result has the status NOT_FOUND (5), and there is no route. This follows the description of the fields, not an observed
answer.
"""

from dataclasses import dataclass
from typing import Any

from local.mock_services.google_maps.cities import known
from local.mock_services.google_maps.errors import ApiError, demand
from local.mock_services.google_maps.places import by_id, named
from local.mock_services.google_maps.points import Point, read_point


@dataclass(frozen=True)
class Waypoint:
    point: Point | None
    """The coordinates. None for an address that can't be found."""
    geocoded: dict[str, Any] | None = None
    """The GeocodedWaypoint of an address. None for other waypoints."""
    via: bool = False

    @property
    def status(self) -> dict[str, Any]:
        """The reason why an address can't be found. Empty if it was found, and for other waypoints."""
        status: dict[str, Any] = self.geocoded["geocoderStatus"] if self.geocoded else {}
        return status


def waypoint(given: dict[str, Any], at: str, region: str, terminal: bool = True) -> Waypoint:
    """Return the point of a waypoint. Raises ApiError.

    at: the path of the field, for the message.
    region: the two letters of the country that is preferred for an address.
    """
    via = given.get("via", False)
    demand(not (via and terminal), f"{at}: via can only be set on intermediate waypoints.")
    demand(given.get("navigationPointToken") is None, f"{at}: mock service: it gives no navigation point tokens, and takes none.")
    if "location" in given:
        location = given["location"]
        demand("latLng" in location, f"{at}: location.lat_lng must be set.")
        demand(0 <= location.get("heading", 0) <= 360, f"{at}: heading must be in [0, 360].")
        return Waypoint(read_point(location["latLng"], at), via=via)
    if "placeId" in given:
        place = by_id(given["placeId"])
        if not place:
            words = f"{at}: Invalid place ID: {given['placeId']}. (mock service: it knows only IDs that begin with Mock-)"
            raise ApiError(400, words)
        return Waypoint(place.point, via=via)
    demand(given.get("address"), f"{at}: one of location, place_id and address must be set.")
    found = named(given["address"], region=region)
    if not found:
        return Waypoint(None, {"geocoderStatus": {"code": 5, "message": known()}}, via)
    place, whole = found
    return Waypoint(place.point, {"geocoderStatus": {}, "type": place.types, "partialMatch": not whole, "placeId": place.id}, via)


def by_name(given: dict[str, Any]) -> bool:
    """Return whether the waypoint counts against the limit of 50 in a matrix."""
    return "placeId" in given or "address" in given
