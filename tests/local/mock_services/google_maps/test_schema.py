"""Requests are messages of protobuf: what isn't in the published schema is refused, in Google's words."""

import pytest

from tests.local.mock_services.google_maps.asking import CAFE, MATRIX, ROUTES, SEARCH, matrix, message, newer, place, route


@pytest.mark.parametrize(
    ("path", "body", "field", "words"),
    [
        (
            SEARCH,
            {"textQuery": "x", "query": "y"},
            None,
            'Invalid JSON payload received. Unknown name "query": Cannot find field.',
        ),
        (
            SEARCH,
            {"textQuery": "x", "locationRestriction": {"circle": {}}},
            "location_restriction",
            "Invalid JSON payload received. Unknown name \"circle\" at 'location_restriction': Cannot find field.",
        ),
        (
            SEARCH,
            {"textQuery": "x", "locationBias": {"circle": {"radius": "far"}}},
            "location_bias.circle.radius",
            "Invalid value at 'location_bias.circle.radius' (TYPE_DOUBLE), \"far\"",
        ),
        (SEARCH, {"textQuery": 5}, "text_query", "Invalid value at 'text_query' (TYPE_STRING), 5"),
        (SEARCH, {"textQuery": "x", "pageSize": 2.5}, "page_size", "Invalid value at 'page_size' (TYPE_INT32), 2.5"),
        (SEARCH, {"textQuery": "x", "pageSize": 2**31}, "page_size", "Invalid value at 'page_size' (TYPE_INT32), 2147483648"),
        (SEARCH, {"textQuery": "x", "openNow": "yes"}, "open_now", "Invalid value at 'open_now' (TYPE_BOOL), \"yes\""),
        (
            SEARCH,
            {"textQuery": "x", "locationBias": {"circle": {}, "rectangle": {}}},
            "location_bias",
            "Invalid value at 'location_bias' (oneof), oneof field 'type' is already set. Cannot set 'rectangle'",
        ),
        (
            ROUTES,
            route(travelMode="driving"),
            "travel_mode",
            "Invalid value at 'travel_mode' (type.googleapis.com/google.maps.routing.v2.RouteTravelMode), \"driving\"",
        ),
        (
            ROUTES,
            route(mode="DRIVE"),
            None,
            'Invalid JSON payload received. Unknown name "mode": Cannot find field.',
        ),
        (
            ROUTES,
            route(origin={"address": "Berlin", "placeId": "Mock-city-2950159"}),
            "origin",
            "Invalid value at 'origin' (oneof), oneof field 'location_type' is already set. Cannot set 'placeId'",
        ),
        (
            ROUTES,
            route(origin="Berlin"),
            "origin",
            "Invalid value at 'origin' (type.googleapis.com/google.maps.routing.v2.Waypoint), \"Berlin\"",
        ),
        (
            ROUTES,
            route(origin=[]),
            None,
            "Invalid JSON payload received. Unknown name \"origin\" at '': Proto field is not repeating, cannot start list.",
        ),
        (
            ROUTES,
            route(intermediates={"address": "Potsdam"}),
            "intermediates",
            'Invalid value at \'intermediates\', {"address": "Potsdam"}',
        ),
        (
            ROUTES,
            route(departureTime="tomorrow"),
            "departure_time",
            "Invalid value at 'departure_time' (type.googleapis.com/google.protobuf.Timestamp), Field 'departureTime', Illegal "
            "timestamp format; timestamps must end with 'Z' or have a valid timezone offset.",
        ),
    ],
)
def test_what_the_schema_does_not_have_is_refused_with_its_place(path, body, field, words):
    status, answer = newer(path, body)
    violation = {"field": field, "description": words} if field else {"description": words}
    details = [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}]
    assert answer == {"error": {"code": 400, "message": words, "status": "INVALID_ARGUMENT", "details": details}}
    assert status == 400


def test_a_field_of_an_element_is_refused_with_its_number():
    assert message(newer(MATRIX, matrix(["Berlin"], [{"street": "x"}]))) == (
        "Invalid JSON payload received. Unknown name \"street\" at 'destinations[0].waypoint': Cannot find field."
    )


@pytest.mark.parametrize("body", [b"{", b"NaN", b'{"textQuery": "x", "minRating": NaN}', b"\xff"])
def test_a_body_that_is_no_json_is_refused(body):
    assert message(newer(SEARCH, body)).startswith("Invalid JSON payload received. ")


def test_a_body_that_is_no_object_is_refused():
    assert message(newer(SEARCH, [])) == "Invalid value at '' (type.googleapis.com/google.maps.places.v1.SearchTextRequest), []"


@pytest.mark.parametrize(
    "more",
    [
        {"pageSize": "1"},
        {"page_size": 1},
        {"pageSize": 1, "languageCode": None},
        {"pageSize": 1, "rankPreference": 1},
        {"pageSize": 1.0, "rankPreference": "DISTANCE"},
    ],
)
def test_the_other_spellings_of_protobufs_json_are_taken(more):
    status, body = newer(SEARCH, {"textQuery": "cafés in Berlin", **more}, mask="places.id")
    assert (status, len(body["places"])) == (200, 1)


def test_an_unknown_parameter_of_the_query_is_refused():
    words = "Cannot bind query parameter. Field '{}' could not be found in request message."
    for answer, name in [
        (newer(SEARCH, {"textQuery": "x"}, language="en"), "language"),
        (place(CAFE, language="en"), "language"),
        (newer(SEARCH, {"textQuery": "x"}, languageCode="en"), "languageCode"),
    ]:
        assert message(answer) == f'Invalid JSON payload received. Unknown name "{name}": {words.format(name)}'


def test_a_get_takes_the_fields_of_its_message_from_the_query():
    assert place(CAFE, mask="id", languageCode="en", regionCode="DE", sessionToken="a-b_c", prettyPrint="false") == (
        200,
        {"id": CAFE},
    )


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", SEARCH),
        ("POST", f"/v1/places/{CAFE}"),
        ("POST", "/v1/places:searchNearby"),
        ("GET", ROUTES),
        ("POST", "/"),
        ("PUT", SEARCH),
    ],
)
def test_where_no_method_is_a_page_is_not_found(method, path):
    status, body = newer(path, {}, method=method)
    assert status == 404
    assert body.startswith("<!DOCTYPE html>")
