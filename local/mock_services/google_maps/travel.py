"""How far and how long it is between two points, roughly: the great circle, made longer by a factor, at one speed for each mode.

These are approximations and no routes: there are no roads here. Between two land masses, and at sea, there is no way at all; which
countries hang together is told by their continent, and by a list of those on islands that no road leads to.
"""

from dataclasses import dataclass
from functools import lru_cache

from local.mock_services.google_maps.gazetteer import nearest
from local.mock_services.google_maps.geometry import Point, meters

_MAINLAND = {"EU": "Old World", "AS": "Old World", "AF": "Old World", "NA": "Americas", "SA": "Americas"}
_ISLANDS = {*("JP", "TW", "PH", "ID", "LK", "MG", "IS", "IE", "CU", "JM", "PR", "CY", "MT", "MU", "CV", "MV", "BH", "TL", "BN")}
_OFF_SHORE = 300_000
TRAFFIC = 1.15
"""How much longer a drive takes with traffic."""


@dataclass(frozen=True)
class Mode:
    factor: float
    """Of the way to the great circle."""
    speed: float
    """Kilometers in an hour, stops included."""


MODES = {
    "DRIVE": Mode(1.3, 70),
    "TWO_WHEELER": Mode(1.25, 50),
    "BICYCLE": Mode(1.25, 16),
    "WALK": Mode(1.2, 4.8),
    "TRANSIT": Mode(1.35, 55),
}


@dataclass(frozen=True)
class Way:
    """From one point to another."""

    start: Point
    end: Point
    meters: int
    seconds: int
    """Without traffic."""


def way(start: Point, end: Point, mode: str) -> Way | None:
    """None where there is none."""
    lands = _land(start), _land(end)
    if lands[0] != lands[1] or not lands[0]:
        return None
    distance = round(meters(start, end) * MODES[mode].factor)
    return Way(start, end, distance, round(distance / (MODES[mode].speed / 3.6)))


@lru_cache(maxsize=4096)
def _land(place: Point) -> str:
    """The land mass that a point is on; empty at sea."""
    city = nearest(place, _OFF_SHORE)
    if not city:
        return ""
    if city.state == "HI" or city.country in _ISLANDS:
        return f"{city.country}{city.state}"
    return _MAINLAND.get(city.continent, city.country)
