"""The places that the mock service knows: its real cities, and in each of them 24 invented places of every kind.

A place is made from its ID alone:
 - Mock-city-2950159: the city with this GeoNames id
 - Mock-cafe-2950159-3: the third café there. Invented places stand in a row to the north of the city's centre.
 - Mock-point-52.52000_13.40500: an address at these coordinates
"""

import re
from dataclasses import dataclass

from local.mock_services.google_maps.cities import City, cities, find, nearest, plain
from local.mock_services.google_maps.points import Point, point

KINDS = {
    "restaurant": "restaurant food dinner lunch eat",
    "cafe": "cafe coffee",
    "bar": "bar pub drink",
    "bakery": "bakery bread breakfast",
    "museum": "museum gallery exhibition",
    "tourist_attraction": "attraction sight landmark monument",
    "park": "park garden playground",
    "hotel": "hotel hostel accommodation",
    "pharmacy": "pharmacy chemist drugstore",
    "supermarket": "supermarket grocery groceries",
    "library": "library",
    "gas_station": "gas petrol fuel",
}
"""Some types of https://developers.google.com/maps/documentation/places/web-service/place-types, and the words that ask for one."""
IN_A_CITY = 24
NEAR_A_CITY = 60_000
_DEGREES_BETWEEN = 0.003
_ID = re.compile(r"Mock-([a-z_]+)-(\d{1,9})(?:-([1-9]\d?))?")
_POINT_ID = re.compile(r"Mock-point-(-?\d{1,2}\.\d{5})_(-?\d{1,3}\.\d{5})")
_COORDINATES = re.compile(r"(?:Mock Street at )?([+-]?[\d.]+),\s*([+-]?[\d.]+)(?:,.*)?")


@dataclass(frozen=True)
class Place:
    id: str
    point: Point
    city: City | None
    """The city in which or near which the place is. None far from all cities."""
    kind: str = ""
    """Empty for a city and for an address."""
    number: int = 0

    @property
    def is_city(self) -> bool:
        return self.id.startswith("Mock-city-")

    @property
    def street(self) -> str:
        return "" if self.is_city else f"Mock Street at {self.point.latitude:.5f},{self.point.longitude:.5f}"

    @property
    def town(self) -> str:
        return self.city.name if self.city else ""

    @property
    def name(self) -> str:
        if self.kind:
            return f"Mock service {self.kind.replace('_', ' ').title()} {self.number}, {self.town}"
        return self.town if self.is_city else self.street

    @property
    def address(self) -> str:
        """The formatted address. `named` finds the place by it."""
        return f"{', '.join(filter(None, (self.street, self.city.in_words if self.city else '')))} (mock)"

    @property
    def types(self) -> list[str]:
        if self.kind:
            return [self.kind, "point_of_interest", "establishment"]
        return ["locality", "political"] if self.is_city else ["street_address"]

    @property
    def components(self) -> list[tuple[str, str, list[str]]]:
        """The parts of the address: long name, short name, types."""
        found = [(self.street, self.street, ["route"])]
        if self.city:
            city, state = self.city, self.city.state
            found.append((city.name, city.name, ["locality", "political"]))
            found.append((state, state, ["administrative_area_level_1", "political"]))
            found.append((city.country_name, city.country, ["country", "political"]))
        return [each for each in found if each[0]]


def by_id(id: str) -> Place | None:
    if found := _POINT_ID.fullmatch(id):
        place = Point(float(found[1]), float(found[2]))
        return at(place) if place.on_earth else None
    found = _ID.fullmatch(id)
    if not found or found[2] not in cities():
        return None
    kind, city, number = found[1], cities()[found[2]], int(found[3] or 0)
    if kind == "city":
        return None if number else of(city)
    return in_city(city, kind, number) if kind in KINDS and 1 <= number <= IN_A_CITY else None


def in_city(city: City, kind: str, number: int) -> Place:
    """Return the invented place of this number, 1 to 24."""
    there = Point(round(city.point.latitude + _DEGREES_BETWEEN * number, 6), city.point.longitude)
    return Place(f"Mock-{kind}-{city.id}-{number}", there, city, kind, number)


def at(place: Point) -> Place:
    """Return the address at these coordinates."""
    place = Point(round(place.latitude, 5), round(place.longitude, 5))
    return Place(f"Mock-point-{place.latitude:.5f}_{place.longitude:.5f}", place, nearest(place, NEAR_A_CITY))


def of(city: City) -> Place:
    return Place(f"Mock-city-{city.id}", city.point, city)


def kind_in(query: str) -> str:
    """Return the kind that a word of the query names, in the singular or the plural. Empty if none does."""
    asked = {word for each in plain(query).split() for word in (each, each.removesuffix("s"))}
    return next((kind for kind, words in KINDS.items() if asked & set(words.split())), "")


def named(text: str, country: str = "", region: str = "") -> tuple[Place, bool] | None:
    """Return the place that a text names, and whether the text names nothing else.

    A text names coordinates, an address of the mock service, or a city.
    """
    coordinates = _COORDINATES.fullmatch(text.strip())
    if place := coordinates and point(f"{coordinates[1]},{coordinates[2]}"):
        return at(place), True
    found = find(text, country, region)
    return (of(found[0]), found[1]) if found else None
