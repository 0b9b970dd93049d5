"""Which city a text means, and which is near."""

import pytest

from local.mock_services.google_maps.gazetteer import cities, find, nearest
from local.mock_services.google_maps.geometry import Point


@pytest.mark.parametrize(
    ("text", "city", "whole"),
    [
        ("Berlin", "Berlin, Germany", True),
        ("berlin ,  GERMANY", "Berlin, Germany", True),
        ("München", "Munich, Germany", True),
        ("Zurich", "Zürich, Switzerland", True),
        ("New York, NY", "New York City, NY, United States", True),
        ("New York", "New York City, NY, United States", True),
        ("Washington, D.C.", "Washington, DC, United States", True),
        ("Frankfurt", "Frankfurt am Main, Germany", True),
        ("Paris France", "Paris, France", True),
        ("Singapore", "Singapore, Singapore", True),
        ("Cambridge", "Cambridge, United Kingdom", True),
        ("Cambridge, MA", "Cambridge, MA, United States", True),
        ("Georgia Tech, Atlanta", "Atlanta, GA, United States", False),
        ("Berlin Hauptbahnhof", "Berlin, Germany", False),
        ("the best cafés of Hamburg", "Hamburg, Germany", False),
    ],
)
def test_a_text_names_the_city_that_is_most_likely_meant(text, city, whole):
    found = find(text)
    assert (found.city.in_words, found.whole) == (city, whole)


@pytest.mark.parametrize("text", ["", ",", "12345", "Nowhereville", "Paris, Texas", "Portland, ME, USA", "Germany"])
def test_what_is_no_city_of_that_area_is_not_found(text):
    assert find(text) is None


def test_a_country_or_a_region_decides_between_cities_of_one_name():
    assert find("Birmingham").city.country == "GB"
    assert find("Birmingham", country="us").city.country == "US"
    assert find("Birmingham", region="US").city.country == "US"
    assert find("Birmingham", country="FR") is None


def test_the_largest_city_around_is_nearest_and_not_a_part_of_it():
    assert nearest(Point(52.5, 13.4), 50_000).name == "Berlin"
    assert nearest(Point(52.4, 13.06), 50_000).name == "Potsdam"
    assert nearest(Point(0, -30), 50_000) is None


def test_every_city_has_a_place_on_earth_and_a_country():
    assert len(cities()) == 6271
    assert all(city.point.on_earth and city.country_name and city.time_zone for city in cities().values())
