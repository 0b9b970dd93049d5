"""Which keys are refused, and in which shape by which API."""

import pytest

from tests.local.mock_services.google_maps.asking import MATRIX, ROUTES, SEARCH, ask, message, newer, older, route


@pytest.mark.parametrize(
    ("key", "status", "name", "reason"),
    [
        ("invalid", 400, "INVALID_ARGUMENT", "API_KEY_INVALID"),
        ("restricted", 403, "PERMISSION_DENIED", "API_KEY_SERVICE_BLOCKED"),
        ("disabled", 403, "PERMISSION_DENIED", "SERVICE_DISABLED"),
        ("no-quota", 429, "RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED"),
    ],
)
@pytest.mark.parametrize(("path", "service"), [(SEARCH, "places.googleapis.com"), (ROUTES, "routes.googleapis.com")])
def test_a_bad_key_is_an_error_with_its_reason(key, status, name, reason, path, service):
    code, body = newer(path, {}, key=key)
    assert (code, body["error"]["code"], body["error"]["status"]) == (status, status, name)
    info = body["error"]["details"][0]
    assert (info["@type"], info["reason"], info["domain"]) == ("type.googleapis.com/google.rpc.ErrorInfo", reason, "googleapis.com")
    assert info["metadata"]["service"] == service


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("invalid", "API key not valid. Please pass a valid API key."),
        ("restricted", "Requests to this API places.googleapis.com method google.maps.places.v1.Places.SearchText are blocked."),
        (
            "no-quota",
            "Quota exceeded for quota metric 'SearchTextRequest' and limit 'SearchTextRequest per minute' of service "
            "'places.googleapis.com' for consumer 'project_number:000000000000'.",
        ),
        ("unavailable", "The service is currently unavailable."),
    ],
)
def test_a_bad_key_is_told_what_is_wrong_with_it(key, words):
    assert message(newer(SEARCH, {}, key=key)) == words


def test_no_key_is_refused_in_the_words_of_each_api():
    assert message(newer(SEARCH, {}, key=None)).startswith("Method doesn't allow unregistered callers")
    assert newer(ROUTES, {}, key=None) == (
        403,
        {"error": {"code": 403, "message": "The request is missing a valid API key.", "status": "PERMISSION_DENIED"}},
    )


def test_an_error_of_a_matrix_is_an_element_of_its_array():
    status, body = newer(MATRIX, {}, key=None)
    assert status == 403
    assert [each["error"]["status"] for each in body] == ["PERMISSION_DENIED"]


def test_the_key_may_stand_in_the_query():
    assert ask("routes", "POST", ROUTES, route(), {"x-goog-fieldmask": "routes.warnings"}, {"key": ["any"]})[0] == 200


@pytest.mark.parametrize("api", ["geocode", "elevation"])
@pytest.mark.parametrize(
    ("key", "status", "words"),
    [
        ("invalid", "REQUEST_DENIED", "The provided API key is invalid. "),
        ("restricted", "REQUEST_DENIED", "This API key is not authorized to use this service or API."),
        ("disabled", "REQUEST_DENIED", "This API project is not authorized to use this API."),
        ("no-quota", "OVER_QUERY_LIMIT", "You have exceeded your rate-limit for this API."),
        (
            None,
            "REQUEST_DENIED",
            "You must use an API key to authenticate each request to Google Maps Platform APIs. For additional information, please "
            "refer to http://g.co/dev/maps-no-account",
        ),
    ],
)
def test_the_older_apis_refuse_with_200_and_a_status(api, key, status, words):
    assert older(api, key=key) == (200, {"error_message": words, "results": [], "status": status})


def test_an_older_api_that_is_out_of_order_says_so():
    assert older("geocode", key="unavailable", address="Berlin") == (
        500,
        {
            "error_message": "The request could not be processed due to a server error.",
            "results": [],
            "status": "UNKNOWN_ERROR",
        },
    )


def test_the_older_apis_take_no_key_from_a_header():
    status, body = ask("maps", "GET", "/maps/api/geocode/json", headers={"x-goog-api-key": "any"}, query={"address": ["Berlin"]})
    assert (status, body["status"]) == (200, "REQUEST_DENIED")
