"""Distances and times in words."""

import pytest

from local.mock_services.google_maps import texts


@pytest.mark.parametrize(
    ("meters", "imperial", "text"),
    [
        (0, False, "0 m"),
        (99, False, "99 m"),
        (822, False, "0.8 km"),
        (99_900, False, "99.9 km"),
        (1_234_567, False, "1,235 km"),
        (50, True, "164 ft"),
        (1609, True, "1.0 mi"),
        (331_989, True, "206 mi"),
    ],
)
def test_a_distance_is_written_in_its_unit(meters, imperial, text):
    assert texts.distance(meters, imperial) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "1 min"),
        (59, "1 min"),
        (60, "1 min"),
        (160, "3 mins"),
        (3600, "1 hour"),
        (3660, "1 hour 1 min"),
        (90_000, "1 day 1 hour"),
        (180_060, "2 days 2 hours"),
    ],
)
def test_a_time_is_written_in_its_two_largest_units(seconds, text):
    assert texts.duration(seconds) == text
