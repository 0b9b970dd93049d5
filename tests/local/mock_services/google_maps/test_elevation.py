"""The Elevation API, whose heights are 1,000 m plus the degrees of latitude."""

import pytest

from tests.local.mock_services.google_maps.asking import older


def heights(**query):
    status, body = older("elevation", **query)
    assert (status, body["status"]) == (200, "OK")
    return body["results"]


def test_each_location_has_a_height_in_the_order_of_the_request():
    assert heights(locations="52.5,13.4|-33.9,151.2") == [
        {"elevation": 1052.5, "location": {"lat": 52.5, "lng": 13.4}, "resolution": 1000.0},
        {"elevation": 966.1, "location": {"lat": -33.9, "lng": 151.2}, "resolution": 1000.0},
    ]


def test_samples_lie_in_equal_distances_along_the_path():
    found = heights(path="0,0|0,10|0,40", samples="5")
    assert [each["location"] for each in found] == [{"lat": 0.0, "lng": float(lng)} for lng in (0, 10, 20, 30, 40)]


def test_512_locations_are_answered_and_not_one_more():
    assert len(heights(locations="|".join(["1,2"] * 512))) == 512
    status, body = older("elevation", locations="|".join(["1,2"] * 513))
    assert (status, body["status"]) == (400, "INVALID_REQUEST")
    assert body["error_message"] == "Invalid request. Too many 'locations': at most 512 are allowed, got 513."


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, "Invalid request. Missing the 'locations' or 'path' parameter."),
        ({"locations": ""}, "Invalid request. Invalid 'locations' parameter."),
        ({"locations": "Berlin"}, "Invalid request. Invalid 'locations' parameter."),
        ({"locations": "33.7,-184.4"}, "Invalid request. Invalid 'locations' parameter."),
        ({"locations": "1,2|"}, "Invalid request. Invalid 'locations' parameter."),
        ({"locations": "enc:_p~iF~ps|U_ulLnnqC_mqNvxq`@"}, "Invalid request. Invalid 'locations' parameter."),
        ({"locations": "1,2", "path": "1,2|3,4"}, "Invalid request. Only one of the 'locations' and 'path' parameters can be set."),
        ({"path": "1,2|3,4"}, "Invalid request. Invalid 'samples' parameter."),
        ({"path": "1,2|3,4", "samples": "1"}, "Invalid request. Invalid 'samples' parameter."),
        ({"path": "1,2|3,4", "samples": "513"}, "Invalid request. Invalid 'samples' parameter."),
        ({"path": "1,2", "samples": "3"}, "Invalid request. Invalid 'path' parameter."),
    ],
)
def test_a_wrong_parameter_is_an_invalid_request(query, words):
    assert older("elevation", **query) == (400, {"error_message": words, "results": [], "status": "INVALID_REQUEST"})


def test_an_unknown_parameter_is_named():
    assert older("elevation", location="1,2")[1]["error_message"] == (
        "Invalid request. mock service: unknown parameter 'location'; "
        "there are channel, client, locations, path, samples, sensor, signature."
    )
