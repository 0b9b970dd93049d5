"""Points on a sphere, as the older and the newer APIs write them, and the distance between two."""

import re
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from local.mock_services.google_maps.errors import demand

EARTH_METERS = 6_371_008.8
_PAIR = re.compile(r"([+-]?\d+(?:\.\d*)?|[+-]?\.\d+),([+-]?\d+(?:\.\d*)?|[+-]?\.\d+)")


@dataclass(frozen=True)
class Point:
    """A point in degrees: latitude -90 to 90, longitude -180 to 180."""

    latitude: float
    longitude: float

    @property
    def lat_lng(self) -> dict[str, float]:
        """Return the point as the newer APIs write it."""
        return {"latitude": self.latitude, "longitude": self.longitude}

    @property
    def lat_and_lng(self) -> dict[str, float]:
        """Return the point as the older APIs write it."""
        return {"lat": self.latitude, "lng": self.longitude}

    @property
    def on_earth(self) -> bool:
        return -90 <= self.latitude <= 90 and -180 <= self.longitude <= 180


def point(text: str) -> Point | None:
    """Return the point of `latitude,longitude` without a space. None for any other text."""
    found = _PAIR.fullmatch(text)
    place = Point(float(found[1]), float(found[2])) if found else None
    return place if place and place.on_earth else None


def read_point(lat_lng: dict[str, float], at: str) -> Point:
    """Return the point of a LatLng. Raises ApiError.

    at: the path of the field.
    """
    place = Point(lat_lng.get("latitude", 0.0), lat_lng.get("longitude", 0.0))
    demand(place.on_earth, f"{at}: latitude must be in [-90, 90] and longitude in [-180, 180].")
    return place


def meters(a: Point, b: Point) -> float:
    """Return the distance along a great circle."""
    up, over = radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)
    half = sin(up / 2) ** 2 + cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(over / 2) ** 2
    return 2 * EARTH_METERS * asin(min(1.0, sqrt(half)))


def between(a: Point, b: Point, part: float) -> Point:
    """Return the point at this part (0 to 1) of the straight line between two points on the map."""
    over = (b.longitude - a.longitude + 180) % 360 - 180
    longitude = (a.longitude + over * part + 180) % 360 - 180
    return Point(round(a.latitude + (b.latitude - a.latitude) * part, 6), round(longitude, 6))


def box(middle: Point, degrees: float) -> tuple[Point, Point]:
    """Return the south-west and the north-east corner of a box, this many degrees from its middle."""
    low, high = (
        Point(max(-90.0, min(90.0, middle.latitude + each)), (middle.longitude + each + 180) % 360 - 180)
        for each in (-degrees, degrees)
    )
    return between(low, low, 0), between(high, high, 0)
