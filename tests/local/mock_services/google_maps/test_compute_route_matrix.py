"""computeRouteMatrix: its elements, and how many there may be."""

import pytest

from local.mock_services.google_maps.cities import known
from tests.local.mock_services.google_maps.asking import MATRIX, at, matrix, message, newer

ELEMENTS = "Request exceeded the maximum number of elements. The product of the number of origins and destinations must be <= {}."
POINTS = [at(50 + number / 100, 10) for number in range(26)]


def elements(*sides, mask="*", **more):
    status, body = newer(MATRIX, matrix(*sides, **more), mask=mask)
    assert status == 200
    return body


def test_each_pair_is_an_element_with_its_numbers_and_in_no_order_to_rely_on():
    found = elements(["Berlin", "Hamburg"], ["Berlin", "Hanover"], mask="originIndex,destinationIndex,distanceMeters,duration")
    assert found == [
        {"originIndex": 1, "destinationIndex": 1, "distanceMeters": 172097, "duration": "8851s"},
        {"originIndex": 1, "destinationIndex": 0, "distanceMeters": 331989, "duration": "17074s"},
        {"originIndex": 0, "destinationIndex": 1, "distanceMeters": 324712, "duration": "16699s"},
        # protobuf's JSON leaves out a length of 0, and writes an index of 0.
        {"originIndex": 0, "destinationIndex": 0, "duration": "0s"},
    ]


def test_an_element_has_a_status_a_condition_and_texts():
    assert elements(["Berlin"], ["Hamburg"], travelMode="DRIVE", routingPreference="TRAFFIC_AWARE", units="METRIC") == [
        {
            "originIndex": 0,
            "destinationIndex": 0,
            "status": {},
            "condition": "ROUTE_EXISTS",
            "distanceMeters": 331989,
            "duration": "19635s",
            "staticDuration": "17074s",
            "localizedValues": {
                "distance": {"text": "332 km"},
                "duration": {"text": "5 hours 27 mins"},
                "staticDuration": {"text": "4 hours 45 mins"},
            },
        }
    ]


def test_a_pair_without_a_way_says_so_and_the_others_are_answered():
    over, there = elements(["Berlin"], ["Hamburg", "New York"])
    assert over == {"originIndex": 0, "destinationIndex": 1, "status": {}, "condition": "ROUTE_NOT_FOUND"}
    assert there["condition"] == "ROUTE_EXISTS"


def test_an_address_that_is_not_found_is_the_status_of_its_elements():
    lost, found = elements(["Berlin"], ["Hamburg", "Nowhereville"])
    assert lost == {"originIndex": 0, "destinationIndex": 1, "status": {"code": 5, "message": known()}}
    assert found["condition"] == "ROUTE_EXISTS"


def test_625_elements_are_answered_and_not_one_more():
    assert len(elements(POINTS[:25], POINTS[:25], mask="duration")) == 625
    assert message(newer(MATRIX, matrix(POINTS, POINTS[:25]))) == ELEMENTS.format(625)


@pytest.mark.parametrize("more", [{"travelMode": "TRANSIT"}, {"routingPreference": "TRAFFIC_AWARE_OPTIMAL"}])
def test_by_transit_or_with_the_best_of_traffic_there_are_100(more):
    assert len(elements(POINTS[:10], POINTS[:10], mask="duration", **more)) == 100
    assert message(newer(MATRIX, matrix(POINTS[:11], POINTS[:10], **more))) == ELEMENTS.format(100)


def test_50_waypoints_may_be_addresses_or_place_ids():
    names = ["Berlin"] * 24 + [{"placeId": "Mock-city-2950159"}]
    assert len(elements(names, names, mask="duration")) == 625
    one_side = ["Berlin"] * 49
    assert len(elements(one_side, ["Hamburg"], mask="duration")) == 49
    assert message(newer(MATRIX, matrix([*one_side, "Berlin"], ["Hamburg"]))) == (
        "Request exceeded the maximum number of waypoints. The origins and destinations with a place_id or an address must be "
        "<= 50."
    )
    assert len(elements([*one_side, at(52, 13)], ["Hamburg"], mask="duration")) == 50


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (matrix([], ["Berlin"]), "origins: at least one is required."),
        ({"origins": [{"waypoint": {"address": "Berlin"}}]}, "destinations: at least one is required."),
        (matrix(["Berlin"], ["Hamburg"]) | {"origins": [{}]}, "origins[0]: waypoint must be set."),
        (
            matrix(["Berlin"], ["Hamburg"], travelMode="WALK", routingPreference="TRAFFIC_AWARE"),
            "Routing preference cannot be set for WALK or BICYCLE routing mode.",
        ),
        (
            matrix(["Berlin"], ["Hamburg"], arrivalTime="2030-01-01T00:00:00Z"),
            "arrival_time can only be set for travel_mode TRANSIT.",
        ),
        (matrix(["Berlin"], ["Hamburg"], departureTime="2020-01-01T00:00:00Z"), "Timestamp must be set to a future time."),
        (
            matrix(["Berlin"], ["Berlin", {"address": "Hamburg", "via": True}]),
            "destinations[1].waypoint: via can only be set on intermediate waypoints.",
        ),
    ],
)
def test_a_refusal_is_the_only_element(body, words):
    status, answer = newer(MATRIX, body)
    assert (status, len(answer)) == (400, 1)
    assert answer[0]["error"] == {"code": 400, "message": words, "status": "INVALID_ARGUMENT"}
