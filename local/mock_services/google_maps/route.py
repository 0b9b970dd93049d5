"""One route as the Routes API writes it: legs, steps, lines and texts.

A step is a straight line on the map, and its instruction says that it is a mock. All lengths and times of a leg's steps add
up to the leg's, and the legs' to the route's.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from local.mock_services.google_maps import texts
from local.mock_services.google_maps.geometry import Point, between, bounds, compass, encoded
from local.mock_services.google_maps.travel import TRAFFIC, Way

_PARTS = (0.2, 0.7, 1.0)
_METERS_ON_FOOT = 400
_MODES_IN_TRANSIT = ("WALK", "TRANSIT", "WALK")
_WARNING = "This is a mock service: straight lines and rough estimates, no real roads."


@dataclass(frozen=True)
class Style:
    """What the request says about how a route is written."""

    mode: str
    with_traffic: bool
    imperial: bool
    geo_json: bool
    departure: datetime | None = None
    arrival: datetime | None = None

    def seconds(self, static: int) -> int:
        return round(static * TRAFFIC) if self.with_traffic else static

    def line(self, points: list[Point]) -> dict[str, Any]:
        if self.geo_json:
            return {"geoJsonLinestring": {"type": "LineString", "coordinates": [[p.longitude, p.latitude] for p in points]}}
        return {"encodedPolyline": encoded(points)}

    def texts(self, meters: int, static: int) -> dict[str, Any]:
        shown = {"distance": texts.distance(meters, self.imperial), "duration": texts.duration(self.seconds(static))}
        return {name: {"text": text} for name, text in (shown | {"staticDuration": texts.duration(static)}).items()}


def route(legs: list[list[Way]], style: Style, number: int) -> dict[str, Any]:
    """A Route. Each leg is the ways from one stop to the next, over the points that are only passed."""
    length, static = _sums([way for ways in legs for way in ways])
    seconds = sum(style.seconds(_sums(ways)[1]) for ways in legs)
    written, start = [], _start(style, seconds)
    for ways in legs:
        written.append(_leg(ways, style, start))
        start += timedelta(seconds=style.seconds(_sums(ways)[1]))
    points = _points([way for ways in legs for way in ways], style)
    low, high = bounds(points)
    return {
        "routeLabels": ["DEFAULT_ROUTE" if number == 1 else "DEFAULT_ROUTE_ALTERNATE"],
        "legs": written,
        "distanceMeters": length,
        "duration": f"{seconds}s",
        "staticDuration": f"{static}s",
        "polyline": style.line(points),
        "description": f"Mock service Road {number}",
        "warnings": [_WARNING],
        "viewport": {"low": low.lat_lng, "high": high.lat_lng},
        "localizedValues": style.texts(length, static),
    }


def _leg(ways: list[Way], style: Style, start: datetime) -> dict[str, Any]:
    length, static = _sums(ways)
    steps: list[dict[str, Any]] = []
    for way in ways:
        steps += _steps(way, style, start)
        start += timedelta(seconds=style.seconds(way.seconds))
    for count, step in enumerate(steps, 1):
        instruction = step["navigationInstruction"]
        instruction["instructions"] = f"Mock service step {count} of {len(steps)}: {instruction['instructions']}"
    return {
        "distanceMeters": length,
        "duration": f"{style.seconds(static)}s",
        "staticDuration": f"{static}s",
        "polyline": style.line(_points(ways, style)),
        "startLocation": {"latLng": ways[0].start.lat_lng},
        "endLocation": {"latLng": ways[-1].end.lat_lng},
        "steps": steps,
        "localizedValues": style.texts(length, static),
    }


def _steps(way: Way, style: Style, start: datetime) -> list[dict[str, Any]]:
    points, parts = _points([way], style), _parts(way, style)
    if not way.meters:
        return [_step(way, "WALK" if style.mode == "TRANSIT" else style.mode, style, "DEPART")]
    steps, done, past = [], 0, 0
    for number, (a, b) in enumerate(pairwise(points)):
        to, until = round(way.meters * parts[number]), round(way.seconds * parts[number])
        part = Way(a, b, to - done, until - past)
        mode = _MODES_IN_TRANSIT[number] if style.mode == "TRANSIT" else style.mode
        step = _step(part, mode, style, "DEPART" if number == 0 else "STRAIGHT")
        if mode == "TRANSIT":
            step["transitDetails"] = _transit(part, start + timedelta(seconds=past))
        steps.append(step)
        done, past = to, until
    return steps


def _step(way: Way, mode: str, style: Style, maneuver: str) -> dict[str, Any]:
    shown = texts.distance(way.meters, style.imperial)
    values = {"distance": {"text": shown}, "staticDuration": {"text": texts.duration(way.seconds)}}
    return {
        "distanceMeters": way.meters,
        "staticDuration": f"{way.seconds}s",
        "polyline": style.line([way.start, way.end]),
        "startLocation": {"latLng": way.start.lat_lng},
        "endLocation": {"latLng": way.end.lat_lng},
        "navigationInstruction": {"maneuver": maneuver, "instructions": f"go {compass(way.start, way.end)} for {shown}"},
        "localizedValues": values,
        "travelMode": mode,
    }


def _transit(way: Way, start: datetime) -> dict[str, Any]:
    times = {"departure": start, "arrival": start + timedelta(seconds=way.seconds)}
    stops = {
        "departureStop": {"name": "Mock service Stop A", "location": {"latLng": way.start.lat_lng}},
        "arrivalStop": {"name": "Mock service Stop B", "location": {"latLng": way.end.lat_lng}},
    }
    shown = {f"{name}Time": {"time": {"text": f"{when:%H:%M}"}, "timeZone": "UTC"} for name, when in times.items()}
    return {
        "stopDetails": stops | {f"{name}Time": f"{when:%Y-%m-%dT%H:%M:%SZ}" for name, when in times.items()},
        "localizedValues": shown,
        "headsign": "Mock service Terminus",
        "transitLine": {
            "agencies": [{"name": "Mock service Transit"}],
            "name": "Mock service Line",
            "nameShort": "S1",
            "vehicle": {"name": {"text": "Train"}, "type": "HEAVY_RAIL"},
        },
        "stopCount": 4,
    }


def _start(style: Style, seconds: int) -> datetime:
    if style.arrival:
        return style.arrival.astimezone(UTC) - timedelta(seconds=seconds)
    return (style.departure or datetime.now(UTC)).astimezone(UTC)


def _points(ways: list[Way], style: Style) -> list[Point]:
    """Along the ways, without the start of one that is the end of the one before."""
    points = [ways[0].start]
    for way in ways:
        points += [between(way.start, way.end, part) if part < 1 else way.end for part in _parts(way, style)]
    return points


def _parts(way: Way, style: Style) -> tuple[float, ...]:
    """Where each step ends, 1 being the end of the way. A transit trip begins and ends on foot."""
    if not way.meters:
        return (1.0,)
    on_foot = min(0.2, _METERS_ON_FOOT / way.meters)
    return (on_foot, 1 - on_foot, 1.0) if style.mode == "TRANSIT" else _PARTS


def _sums(ways: list[Way]) -> tuple[int, int]:
    return sum(way.meters for way in ways), sum(way.seconds for way in ways)
