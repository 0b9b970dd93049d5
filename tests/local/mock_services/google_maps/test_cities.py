"""Which city a text means, which is near, and what is said of those that aren't there."""

import pytest

from local.mock_services.google_maps.cities import cities, find, known, nearest, plain
from local.mock_services.google_maps.points import Point


@pytest.mark.parametrize(
    ("text", "city", "whole"),
    [
        ("Berlin", "Berlin, Germany", True),
        ("berlin ,  GERMANY", "Berlin, Germany", True),
        ("München", "Munich, Germany", True),
        ("Zurich", "Zürich, Switzerland", True),
        ("New York, NY", "New York, NY, United States", True),
        ("New York", "New York, NY, United States", True),
        ("Washington, D.C.", "Washington, DC, United States", True),
        ("Frankfurt", "Frankfurt am Main, Germany", True),
        ("Paris France", "Paris, France", True),
        ("10115 Berlin", "Berlin, Germany", True),
        ("Georgetown, Washington", "Washington, DC, United States", False),
        ("Berlin Hauptbahnhof", "Berlin, Germany", False),
        ("the best cafés of Hamburg", "Hamburg, Germany", False),
    ],
)
def test_a_text_names_a_city_of_the_table_or_something_in_it(text, city, whole):
    found, is_whole = find(text)
    assert (found.in_words, is_whole) == (city, whole)


@pytest.mark.parametrize("text", ["", ",", "12345", "Nowhereville", "Paris, Texas", "Portland, ME, USA", "Germany"])
def test_what_is_no_city_of_that_area_is_not_found(text):
    assert find(text) is None


def test_a_country_or_a_region_decides_between_cities_of_one_name():
    assert find("Birmingham")[0].country == "GB"
    assert find("Birmingham", country="us")[0].country == "US"
    assert find("Birmingham", region="US")[0].country == "US"
    assert find("Birmingham", country="FR") is None


def test_the_nearest_city_is_within_the_distance_that_was_asked_for():
    assert nearest(Point(52.5, 13.4), 50_000).name == "Berlin"
    assert nearest(Point(52.4, 13.06), 50_000).name == "Potsdam"
    assert nearest(Point(0, -30), 50_000) is None


def test_what_it_knows_is_said_with_all_names_of_the_table():
    words, colon, names = known().partition(" only ")
    assert (words, colon) == ("mock service: of cities it knows", " only ")
    assert set(names.split(", ")) == {city.name for city in cities().values()}


@pytest.mark.parametrize("city", cities().values(), ids=lambda city: city.in_words)
def test_a_row_of_the_table_is_a_place_on_earth_that_its_own_words_find(city):
    assert city.point.on_earth
    assert -720 <= city.utc_offset_minutes <= 840
    assert find(city.in_words) == (city, True)
    assert plain(city.name).strip() in city.names
    assert list(city.names) == sorted(city.names, key=len, reverse=True)
    assert list(city.areas) == sorted(city.areas, key=len, reverse=True)
