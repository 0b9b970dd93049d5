"""The places that the mock service knows: cities, which are real, and in each of them 24 of every category, which are invented.

A place is made from its ID alone, which says what it is:
 - Mock-city-2950159: the city with this GeoNames id
 - Mock-cafe-2950159-3: the third café there. Invented places lie on a spiral around the city's centre, from 0.3 to 7 km away.
 - Mock-point-52.52000_13.40500: an address at these coordinates
"""

import re
from dataclasses import dataclass

from local.mock_services.google_maps.categories import CATEGORIES, NUMBER_IN_A_CITY, Category
from local.mock_services.google_maps.gazetteer import City, cities, find, nearest, words
from local.mock_services.google_maps.geometry import Point, away, point

_ID = re.compile(r"Mock-([a-z_]+)-(\d{1,9})(?:-(\d{1,2}))?")
_POINT_ID = re.compile(r"Mock-point-(-?\d{1,2}\.\d{5})_(-?\d{1,3}\.\d{5})")
_NAME = re.compile(r"mock service (?P<label>[^,]*?) (?P<number>\d{1,2})(?:,|$)(?P<rest>.*)", re.IGNORECASE)
_STREET = re.compile(r"mock street at (?P<point>-?[\d.]+,-?[\d.]+)", re.IGNORECASE)
MARK = "(mock)"
NEAR_A_CITY = 60_000


@dataclass(frozen=True)
class Place:
    id: str
    point: Point
    city: City | None
    """In or near which it is. None far from all of them."""
    category: Category | None = None
    """None for a city and for an address."""
    number: int = 0

    @property
    def is_city(self) -> bool:
        return self.id.startswith("Mock-city-")

    @property
    def name(self) -> str:
        if self.category:
            return f"Mock service {self.category.label} {self.number}, {self.city.name}"
        if self.is_city:
            return self.city.name
        return f"Mock Street at {self.point.latitude:.5f},{self.point.longitude:.5f}"

    @property
    def address(self) -> str:
        """Formatted; found again by `named`."""
        around = self.city.in_words if self.city else ""
        parts = (around,) if self.is_city else (self.name.removesuffix(f", {self.city.name}") if self.city else self.name, around)
        return f"{', '.join(filter(None, parts))} {MARK}"

    @property
    def types(self) -> list[str]:
        if self.category:
            return [self.category.type, "point_of_interest", "establishment"]
        return ["locality", "political"] if self.is_city else ["street_address"]


def by_id(id: str) -> Place | None:
    if found := _POINT_ID.fullmatch(id):
        place = Point(float(found[1]), float(found[2]))
        return at(place) if place.on_earth else None
    found = _ID.fullmatch(id)
    city = found and cities().get(int(found[2]))
    if not city:
        return None
    if found[1] == "city":
        return None if found[3] else Place(id, city.point, city)
    category, number = CATEGORIES.get(found[1]), int(found[3] or 0)
    return in_city(city, category, number) if category and id == f"Mock-{category.type}-{city.id}-{number}" else None


def in_city(city: City, category: Category, number: int) -> Place | None:
    """The invented place of this number, 1 to 24."""
    if not 1 <= number <= NUMBER_IN_A_CITY:
        return None
    turn = list(CATEGORIES).index(category.type) * 360 / len(CATEGORIES)
    there = away(city.point, turn + 137.5 * number, 20 + 290 * number)
    return Place(f"Mock-{category.type}-{city.id}-{number}", there, city, category, number)


def at(place: Point) -> Place:
    """The address at these coordinates."""
    place = Point(round(place.latitude, 5), round(place.longitude, 5))
    return Place(f"Mock-point-{place.latitude:.5f}_{place.longitude:.5f}", place, nearest(place, NEAR_A_CITY))


def of(city: City) -> Place:
    return Place(f"Mock-city-{city.id}", city.point, city)


def named(text: str, country: str = "", region: str = "") -> tuple[Place, bool] | None:
    """What a text names, and whether it names that and nothing else: coordinates, a place of the mock service, or a city."""
    text = text.strip()
    if coordinates := point(re.sub(r",\s+", ",", text)):
        return at(coordinates), True
    text = text.removesuffix(MARK).strip()
    if street := _STREET.match(text):
        coordinates = point(street["point"])
        return (at(coordinates), True) if coordinates else None
    invented = _NAME.match(text)
    found = find(invented["rest"] if invented else text, country, region)
    if not found:
        return None
    if invented:
        labels = {tuple(words(category.label)): category for category in CATEGORIES.values()}
        category = labels.get(tuple(words(invented["label"])))
        place = category and in_city(found.city, category, int(invented["number"]))
        return (place, True) if place else (of(found.city), False)
    return of(found.city), found.whole
