"""The Elevation API: the height of places. It is invented here: 1,000 m plus the degrees of latitude, everywhere and at sea.

https://developers.google.com/maps/documentation/elevation/requests-elevation
The messages about a wrong parameter are Google's. Those about too many locations and samples aren't published. Encoded lines aren't
read.
"""

from itertools import pairwise
from typing import Any

from local.mock_services.google_maps.errors import InvalidRequestError
from local.mock_services.google_maps.points import Point, between, meters, point

PARAMETERS = {"locations", "path", "samples", "channel", "client", "signature", "sensor"}
NOTHING: dict[str, Any] = {"results": []}
MOST = 512
_RESOLUTION = 1000.0


def elevation(query: dict[str, str]) -> dict[str, Any]:
    """Return the response without its status. Raises InvalidRequestError."""
    if "locations" in query and "path" in query:
        raise InvalidRequestError("Invalid request. Only one of the 'locations' and 'path' parameters can be set.")
    if "path" in query:
        points = _samples(_points(query["path"], "path"), query.get("samples", ""))
    elif "locations" in query:
        points = _points(query["locations"], "locations")
    else:
        raise InvalidRequestError("Invalid request. Missing the 'locations' or 'path' parameter.")
    return {
        "results": [
            {"elevation": 1000.0 + each.latitude, "location": each.lat_and_lng, "resolution": _RESOLUTION} for each in points
        ]
    }


def _points(text: str, name: str) -> list[Point]:
    found = [place for place in map(point, text.split("|")) if place]
    if len(found) <= text.count("|"):
        raise InvalidRequestError(f"Invalid request. Invalid '{name}' parameter.")
    if len(found) > MOST:
        raise InvalidRequestError(f"Invalid request. Too many '{name}': at most {MOST} are allowed, got {len(found)}.")
    return found


def _samples(path: list[Point], text: str) -> list[Point]:
    """Return the requested number of points, at equal distances along the path."""
    if not text.isdecimal() or not 2 <= int(text) <= MOST or len(path) < 2:
        raise InvalidRequestError(
            "Invalid request. Invalid 'samples' parameter." if len(path) > 1 else "Invalid request. Invalid 'path' parameter."
        )
    parts = [(a, b, meters(a, b)) for a, b in pairwise(path)]
    whole, count = sum(length for *_, length in parts), int(text)
    found, passed = [], 0.0
    for number in range(count - 1):
        wanted = whole * number / (count - 1)
        while len(parts) > 1 and wanted > passed + parts[0][2]:
            passed += parts.pop(0)[2]
        a, b, length = parts[0]
        found.append(between(a, b, (wanted - passed) / length if length else 0.0))
    return [*found, path[-1]]
