"""Without a field mask there is no answer, and with one only what it names."""

import pytest

from tests.local.mock_services.google_maps.asking import CAFE, MATRIX, PLACES, ROUTES, SEARCH, matrix, message, newer, place, route

QUERY = {"textQuery": "cafés in Berlin", "pageSize": 1}


@pytest.mark.parametrize(
    ("path", "body", "method", "example"),
    [
        (SEARCH, QUERY, "POST", "'places.displayName', 'places.id'"),
        (PLACES + CAFE, b"", "GET", "'displayName', 'id'"),
        (ROUTES, route(), "POST", "'routes.distanceMeters', 'routes.duration'"),
        (MATRIX, matrix(["Berlin"], ["Hamburg"]), "POST", "'originIndex', 'destinationIndex'"),
    ],
)
@pytest.mark.parametrize("mask", [None, ""])
def test_a_request_without_a_mask_is_refused(path, body, method, example, mask):
    answer = newer(path, body, mask=mask, method=method)
    assert answer[0] == 400
    assert message(answer) == (
        "FieldMask is a required parameter. See https://cloud.google.com/apis/docs/system-parameters on how to provide it. As an "
        f"example, you can set the header 'X-Goog-FieldMask' to value {example}. You can also set the value to '*' in manual "
        "testing to get all the available response fields."
    )


@pytest.mark.parametrize(
    ("path", "body", "mask", "wrong"),
    [
        (SEARCH, QUERY, "places.id,displayName", "displayName"),
        (SEARCH, QUERY, "places.shortDescription", "places.shortDescription"),
        (SEARCH, QUERY, "places.id, places.name", " places.name"),
        (SEARCH, QUERY, "places.id,", ""),
        (ROUTES, route(), "routes.legs.steps.duration", "routes.legs.steps.duration"),
        (ROUTES, route(), "routes.duration.seconds", "routes.duration.seconds"),
        (ROUTES, route(), "routes(duration)", "routes(duration)"),
    ],
)
def test_a_path_that_the_response_does_not_have_is_refused(path, body, mask, wrong):
    status, answer = newer(path, body, mask=mask)
    assert status == 400
    assert answer["error"] == {
        "code": 400,
        "message": "Request contains an invalid argument.",
        "status": "INVALID_ARGUMENT",
        "details": [
            {
                "@type": "type.googleapis.com/google.rpc.BadRequest",
                "fieldViolations": [
                    {
                        "field": mask,
                        "description": f"Error expanding 'fields' parameter. Cannot find matching fields for path '{wrong}'.",
                    }
                ],
            }
        ],
    }


def test_the_fields_of_a_place_have_no_prefix_when_it_is_asked_for_alone():
    assert place(CAFE, mask="id") == (200, {"id": CAFE})
    assert message(place(CAFE, mask="places.id")) == "Request contains an invalid argument."


@pytest.mark.parametrize("mask", ["id,displayName.text", "displayName.text,id", "id,display_name.text"])
def test_only_the_fields_of_the_mask_come_back(mask):
    assert place(CAFE, mask=mask) == (200, {"id": CAFE, "displayName": {"text": "Mock service Cafe 3, Berlin"}})


@pytest.mark.parametrize("mask", ["displayName,displayName.text", "displayName.text,displayName"])
def test_a_field_that_is_asked_for_as_a_whole_stays_whole(mask):
    assert place(CAFE, mask=mask) == (200, {"displayName": {"text": "Mock service Cafe 3, Berlin", "languageCode": "en"}})


def test_a_star_is_everything():
    everything = newer(ROUTES, route())[1]
    assert everything.keys() == {"routes", "geocodingResults"}
    assert newer(ROUTES, route(), mask="routes.duration,*") == (200, everything)


@pytest.mark.parametrize("parameter", ["fields", "$fields"])
def test_the_mask_may_mock_service_the_query(parameter):
    assert place(CAFE, mask=None, **{parameter: "id"}) == (200, {"id": CAFE})


def test_a_field_that_is_not_there_leaves_an_empty_message():
    assert newer(SEARCH, {"textQuery": "quasars in Berlin"}, mask="places.id") == (200, {})
    assert place("Mock-city-2950159", mask="websiteUri,rating") == (200, {})
