"""The rough distance and time between two points: the great circle times a factor, at one speed for each mode.

These are approximations, because there are no roads here. There is no way from one land mass to another, and none far from all
cities.
"""

from dataclasses import dataclass
from typing import Any

from local.mock_services.google_maps import texts
from local.mock_services.google_maps.cities import nearest
from local.mock_services.google_maps.points import Point, meters

_MODES = {"DRIVE": (1.3, 70), "TWO_WHEELER": (1.25, 50), "BICYCLE": (1.25, 16), "WALK": (1.2, 4.8), "TRANSIT": (1.35, 55)}
"""For each mode: how many times longer the way is than the great circle, and the speed in kilometers an hour."""
_TRAFFIC = 1.15
_OFF_SHORE = 1_000_000


@dataclass(frozen=True)
class Way:
    """The way from one point to another."""

    start: Point
    end: Point
    meters: int
    static: int
    """The seconds without traffic."""
    seconds: int


class Trip:
    """The travel options of a request."""

    def __init__(self, request: dict[str, Any], origin: Point | None) -> None:
        self.mode: str = request.get("travelMode", "DRIVE")
        self.traffic = 1.0 if request.get("routingPreference", "TRAFFIC_UNAWARE") == "TRAFFIC_UNAWARE" else _TRAFFIC
        city = origin and nearest(origin, _OFF_SHORE)
        units = request.get("units", "IMPERIAL" if city and city.country in texts.MILES_ARE_USED_IN else "METRIC")
        self.imperial = units == "IMPERIAL"

    def way(self, start: Point, end: Point) -> Way | None:
        """Return the way between two points. None if there is none."""
        here, there = nearest(start, _OFF_SHORE), nearest(end, _OFF_SHORE)
        if not here or not there or here.land != there.land:
            return None
        factor, speed = _MODES[self.mode]
        distance = round(meters(start, end) * factor)
        seconds = round(distance / (speed / 3.6))
        return Way(start, end, distance, seconds, round(seconds * self.traffic))

    def measured(self, *ways: Way) -> dict[str, Any]:
        """Return the length and the times of these ways together, as numbers and in words."""
        length, static, seconds = (sum(getattr(way, name) for way in ways) for name in ("meters", "static", "seconds"))
        shown = {
            "distance": texts.distance(length, self.imperial),
            "duration": texts.duration(seconds),
            "staticDuration": texts.duration(static),
        }
        return {
            "distanceMeters": length,
            "duration": f"{seconds}s",
            "staticDuration": f"{static}s",
            "localizedValues": {name: {"text": text} for name, text in shown.items()},
        }
