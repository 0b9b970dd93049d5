"""One route as the Routes API writes it: legs with steps. The instructions of the steps say that they are a mock's.

The lengths and times of a leg's steps add up to the leg's. Those of the legs add up to the route's.
"""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from local.mock_services.google_maps.points import between
from local.mock_services.google_maps.travel import Trip, Way

_WARNING = "This is a mock service: straight lines and rough estimates, no real roads."
_FIRST_METERS = 400


def route(legs: list[list[Way]], trip: Trip, request: dict[str, Any], number: int = 1) -> dict[str, Any]:
    """Return a Route. Each leg consists of the ways from one stop to the next, over the points that are only passed."""
    ways = [way for leg in legs for way in leg]
    start = request.get("departureTime") or datetime.now(UTC)
    if arrival := request.get("arrivalTime"):
        start = arrival - timedelta(seconds=sum(way.seconds for way in ways))
    return trip.measured(*ways) | {
        "routeLabels": ["DEFAULT_ROUTE" if number == 1 else "DEFAULT_ROUTE_ALTERNATE"],
        "legs": [_leg(leg, trip, start.astimezone(UTC)) for leg in legs],
        "description": f"Mock service Road {number}",
        "warnings": [_WARNING],
    }


def _leg(ways: list[Way], trip: Trip, clock: datetime) -> dict[str, Any]:
    """Return a leg. Only a transit trip has times of day, and it has one leg.

    clock: the time at which the trip begins.
    """
    parts = [part for way in ways for part in _parts(way)]
    steps = []
    for number, part in enumerate(parts, 1):
        steps.append(_step(part, trip, f"Mock service step {number} of {len(parts)}"))
        if trip.mode == "TRANSIT":
            steps[-1] |= {"travelMode": "TRANSIT", "transitDetails": _ride(part, clock)} if number == 2 else {"travelMode": "WALK"}
        clock += timedelta(seconds=part.seconds)
    return trip.measured(*ways) | {
        "startLocation": {"latLng": ways[0].start.lat_lng},
        "endLocation": {"latLng": ways[-1].end.lat_lng},
        "steps": steps,
    }


def _parts(way: Way) -> list[Way]:
    """Split a way into its beginning, middle and end. A way of no length is one part."""
    first = min(_FIRST_METERS, way.meters // 5)
    shares = [each / way.meters for each in (0, first, way.meters - first, way.meters)] if first else [0, 1]
    return [
        Way(
            between(way.start, way.end, a),
            between(way.start, way.end, b),
            *(round(whole * b) - round(whole * a) for whole in (way.meters, way.static, way.seconds)),
        )
        for a, b in pairwise(shares)
    ]


def _step(part: Way, trip: Trip, named: str) -> dict[str, Any]:
    found = trip.measured(part)
    del found["duration"], found["localizedValues"]["duration"]
    return found | {
        "startLocation": {"latLng": part.start.lat_lng},
        "endLocation": {"latLng": part.end.lat_lng},
        "navigationInstruction": {"instructions": f"{named}: go on for {found['localizedValues']['distance']['text']}"},
        "travelMode": trip.mode,
    }


def _ride(part: Way, departure: datetime) -> dict[str, Any]:
    times = {"departureTime": departure, "arrivalTime": departure + timedelta(seconds=part.seconds)}
    return {
        "stopDetails": {
            "departureStop": {"name": "Mock service Stop A", "location": {"latLng": part.start.lat_lng}},
            "arrivalStop": {"name": "Mock service Stop B", "location": {"latLng": part.end.lat_lng}},
        }
        | {name: f"{when:%Y-%m-%dT%H:%M:%SZ}" for name, when in times.items()},
        "headsign": "Mock service Terminus",
        "transitLine": {
            "agencies": [{"name": "Mock service Transit"}],
            "name": "Mock service Line",
            "nameShort": "S1",
            "vehicle": {"name": {"text": "Train"}, "type": "HEAVY_RAIL"},
        },
        "stopCount": 4,
    }
