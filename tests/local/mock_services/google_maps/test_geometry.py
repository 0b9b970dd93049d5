"""Distances, and lines as Google writes them."""

import pytest

from local.mock_services.google_maps.geometry import Point, away, between, compass, decoded, encoded, meters, point

# The example of https://developers.google.com/maps/documentation/utilities/polylinealgorithm
EXAMPLE = [Point(38.5, -120.2), Point(40.7, -120.95), Point(43.252, -126.453)]


def test_a_line_is_written_as_in_googles_example():
    assert encoded(EXAMPLE) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"
    assert decoded("_p~iF~ps|U_ulLnnqC_mqNvxq`@") == EXAMPLE


@pytest.mark.parametrize("text", ["_", "_p~iF", "_p~iF ", "é"])
def test_what_is_no_line_is_an_error(text):
    with pytest.raises(ValueError, match="polyline"):
        decoded(text)


def test_a_degree_of_latitude_is_111_km():
    assert round(meters(Point(0, 0), Point(1, 0))) == 111195
    assert round(meters(Point(52.52437, 13.41053), Point(53.55073, 9.99302))) == 255376


def test_the_shorter_way_goes_over_the_date_line():
    assert between(Point(0, 179), Point(0, -179), 0.5) == Point(0.0, -180.0)
    assert round(meters(Point(0, 179), Point(0, -179))) == 222390


@pytest.mark.parametrize(
    ("there", "name"), [(Point(1, 0), "north"), (Point(-1, 1), "south-east"), (Point(0, -1), "west"), (Point(1, -1), "north-west")]
)
def test_directions_have_names(there, name):
    assert compass(Point(0, 0), there) == name


def test_away_is_as_far_as_was_said():
    assert round(meters(Point(52.5, 13.4), away(Point(52.5, 13.4), 60, 5000))) == pytest.approx(5000, abs=10)


@pytest.mark.parametrize(
    ("text", "place"),
    [("52.5,13.4", Point(52.5, 13.4)), ("-1,+2.", Point(-1, 2)), ("1, 2", None), ("91,0", None), ("1", None), ("1e1,2", None)],
)
def test_a_point_is_two_numbers_and_a_comma(text, place):
    assert point(text) == place
