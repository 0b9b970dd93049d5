"""Points on a sphere: distances, directions, lines between them, and how Google writes a line."""

import re
from dataclasses import dataclass
from math import asin, atan2, cos, degrees, radians, sin, sqrt

EARTH_METERS = 6_371_008.8
_COMPASS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
_PAIR = re.compile(r"([+-]?\d+(?:\.\d*)?|[+-]?\.\d+),([+-]?\d+(?:\.\d*)?|[+-]?\.\d+)")


@dataclass(frozen=True)
class Point:
    """Degrees: latitude -90 to 90, longitude -180 to 180."""

    latitude: float
    longitude: float

    @property
    def lat_lng(self) -> dict[str, float]:
        """As the newer APIs write it."""
        return {"latitude": self.latitude, "longitude": self.longitude}

    @property
    def lat_and_lng(self) -> dict[str, float]:
        """As the older APIs write it."""
        return {"lat": self.latitude, "lng": self.longitude}

    @property
    def on_earth(self) -> bool:
        return -90 <= self.latitude <= 90 and -180 <= self.longitude <= 180


def point(text: str) -> Point | None:
    """Of `latitude,longitude` without a space; None for anything else."""
    found = _PAIR.fullmatch(text)
    place = Point(float(found[1]), float(found[2])) if found else None
    return place if place and place.on_earth else None


def meters(a: Point, b: Point) -> float:
    """Along a great circle."""
    up, over = radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)
    half = sin(up / 2) ** 2 + cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(over / 2) ** 2
    return 2 * EARTH_METERS * asin(min(1.0, sqrt(half)))


def compass(a: Point, b: Point) -> str:
    """The direction of b as seen from a."""
    over, up, up_there = radians(b.longitude - a.longitude), radians(a.latitude), radians(b.latitude)
    angle = degrees(atan2(sin(over) * cos(up_there), cos(up) * sin(up_there) - sin(up) * cos(up_there) * cos(over)))
    return _COMPASS[round(angle / 45) % 8]


def away(start: Point, angle: float, distance: float) -> Point:
    """The point that is so many meters away at this angle (degrees from north). Good for some kilometers, away from the poles."""
    up = degrees(distance * cos(radians(angle)) / EARTH_METERS)
    over = degrees(distance * sin(radians(angle)) / EARTH_METERS / max(0.01, cos(radians(start.latitude))))
    return Point(round(start.latitude + up, 6), round((start.longitude + over + 180) % 360 - 180, 6))


def between(a: Point, b: Point, part: float) -> Point:
    """The point at this part (0 to 1) of the straight line between two points on the map."""
    over = (b.longitude - a.longitude + 180) % 360 - 180
    longitude = (a.longitude + over * part + 180) % 360 - 180
    return Point(round(a.latitude + (b.latitude - a.latitude) * part, 6), round(longitude, 6))


def bounds(points: list[Point]) -> tuple[Point, Point]:
    """The south-west and the north-east corner."""
    latitudes, longitudes = [p.latitude for p in points], [p.longitude for p in points]
    return Point(min(latitudes), min(longitudes)), Point(max(latitudes), max(longitudes))


def encoded(points: list[Point]) -> str:
    """https://developers.google.com/maps/documentation/utilities/polylinealgorithm"""
    text, before = "", (0, 0)
    for place in points:
        here = (round(place.latitude * 1e5), round(place.longitude * 1e5))
        text += "".join(_number(now - then) for now, then in zip(here, before, strict=True))
        before = here
    return text


def decoded(text: str) -> list[Point]:
    """Of an encoded line. Raises ValueError for what isn't one."""
    numbers, value, shift = [], 0, 0
    for letter in text:
        bits = ord(letter) - 63
        if not 0 <= bits < 64:
            raise ValueError(f"{letter!r} is no letter of an encoded polyline")
        value, shift = value | (bits & 31) << shift, shift + 5
        if bits < 32:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    if shift or len(numbers) % 2:
        raise ValueError("an encoded polyline that ends in the middle of a point")
    points, latitude, longitude = [], 0, 0
    for up, over in zip(numbers[::2], numbers[1::2], strict=True):
        latitude, longitude = latitude + up, longitude + over
        points.append(Point(latitude / 1e5, longitude / 1e5))
    return points


def _number(value: int) -> str:
    value = ~(value << 1) if value < 0 else value << 1
    text = ""
    while value >= 32:
        text += chr((32 | value & 31) + 63)
        value >>= 5
    return text + chr(value + 63)
