"""Points, and the distance between two."""

import pytest

from local.mock_services.google_maps.points import Point, between, box, meters, point


def test_a_degree_of_latitude_is_111_km():
    assert round(meters(Point(0, 0), Point(1, 0))) == 111195
    assert round(meters(Point(52.52437, 13.41053), Point(53.55073, 9.99302))) == 255376


def test_the_shorter_way_goes_over_the_date_line():
    assert between(Point(0, 179), Point(0, -179), 0.5) == Point(0.0, -180.0)
    assert round(meters(Point(0, 179), Point(0, -179))) == 222390


def test_a_box_stays_on_earth_and_goes_over_the_date_line():
    assert box(Point(52.5, 13.4), 0.1) == (Point(52.4, 13.3), Point(52.6, 13.5))
    assert box(Point(90, 180), 0.1) == (Point(89.9, 179.9), Point(90.0, -179.9))


@pytest.mark.parametrize(
    ("text", "place"),
    [("52.5,13.4", Point(52.5, 13.4)), ("-1,+2.", Point(-1, 2)), ("1, 2", None), ("91,0", None), ("1", None), ("1e1,2", None)],
)
def test_a_point_is_two_numbers_and_a_comma(text, place):
    assert point(text) == place
