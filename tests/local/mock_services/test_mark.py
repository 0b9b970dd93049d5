"""Every error of every mock service says in its words that a mock service gave it, in whichever shape it comes."""

import json
import urllib.error
import urllib.request

import pytest

from local.loopback_server import Response
from local.mock_services.mark import marked
from local.mock_services.server import MockServer
from tests.local.mock_services.perplexity.asking import USER


@pytest.fixture(scope="module")
def url():
    with MockServer().serving() as server:
        yield server.url


def said(url, method, data=None, headers=None):
    """Status and body of an answer, and whether its header says that a mock service gave it."""
    given = data if data is None or isinstance(data, bytes) else json.dumps(data).encode()
    request = urllib.request.Request(url, data=given, headers=headers or {}, method=method)
    try:
        with urllib.request.build_opener(NoRedirects).open(request) as response:
            return response.status, response.read().decode(), "x-mock-service" in response.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), "x-mock-service" in error.headers


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


MAPS, PLACES, ROUTES = "maps.googleapis.com/maps/api", "places.googleapis.com/v1/places", "routes.googleapis.com"
MASK = {"x-goog-api-key": "any", "x-goog-fieldmask": "*"}
KEYS = ("", "invalid", "restricted", "disabled", "no-quota", "unavailable")
SEARCH = {"textQuery": "cafe in Berlin"}
SONAR, BEARER = "api.perplexity.ai/chat/completions", {"authorization": "Bearer any"}
TROUBLES = ("mock-429", "mock-401", "mock-402", "mock-404", "mock-500", "mock-503", "mock-quota", "mock-page", "mock-redirect")


def sonar(words):
    return {"model": "sonar", "messages": [USER | {"content": words}]}


def route(*places):
    origin, destination = ({"address": each} for each in places)
    return {"origin": origin, "destination": destination}


ERRORS = [
    ("GET", "other.example.com/", None, {}),
    *(("GET", f"{MAPS}/geocode/json?address=Berlin&key={key}", None, {}) for key in KEYS),
    *(("GET", f"{MAPS}/elevation/json?locations=1,1&key={key}", None, {}) for key in KEYS),
    ("GET", f"{MAPS}/geocode/json?address=Atlantis&key=any", None, {}),
    ("GET", f"{MAPS}/geocode/json?latlng=0,-30&key=any", None, {}),
    ("GET", f"{MAPS}/geocode/json?latlng=52.52,13.405&result_type=airport&key=any", None, {}),
    ("GET", f"{MAPS}/geocode/json?key=any", None, {}),
    ("GET", f"{MAPS}/geocode/json?adress=Berlin&key=any", None, {}),
    ("GET", f"{MAPS}/elevation/json?locations=x&key=any", None, {}),
    ("GET", f"{MAPS}/directions/json?key=any", None, {}),
    ("POST", f"{MAPS}/geocode/json?key=any", {}, {}),
    ("GET", f"{MAPS}/nothing/json?key=any", None, {}),
    ("GET", f"{MAPS}/geocode/json?address={'a' * 17_000}&key=any", None, {}),
    *(("POST", f"{PLACES}:searchText", SEARCH, MASK | {"x-goog-api-key": key}) for key in KEYS),
    *(("POST", f"{ROUTES}/directions/v2:computeRoutes", route("Berlin", "Rome"), MASK | {"x-goog-api-key": key}) for key in KEYS),
    *(("POST", f"{ROUTES}/distanceMatrix/v2:computeRouteMatrix", {}, MASK | {"x-goog-api-key": key}) for key in KEYS),
    ("POST", f"{PLACES}:searchText", b"{", MASK),
    ("POST", f"{PLACES}:searchText", {"textQery": "x"}, MASK),
    ("POST", f"{PLACES}:searchText", SEARCH, {"x-goog-api-key": "any"}),
    ("POST", f"{PLACES}:searchText", SEARCH, MASK | {"x-goog-fieldmask": "nothing"}),
    ("POST", f"{PLACES}:searchNearby", {}, MASK),
    ("GET", f"{PLACES}/ChIJ1", None, MASK),
    ("POST", f"{ROUTES}/directions/v2:computeRoutes", route("Atlantis", "Berlin"), MASK),
    ("POST", f"{ROUTES}/directions/v2:computeRoutes", {}, MASK),
    ("GET", SONAR, None, BEARER),
    ("POST", "api.perplexity.ai/v2", {}, BEARER),
    ("POST", SONAR, sonar("x"), {}),
    ("POST", SONAR, sonar("x"), {"authorization": "Bearer invalid"}),
    ("POST", SONAR, sonar("x"), {"authorization": "Bearer no-quota"}),
    ("POST", SONAR, b"{", BEARER),
    ("POST", SONAR, {"model": "sonar-huge", "messages": [USER]}, BEARER),
    ("POST", SONAR, {"model": "sonar", "messages": [USER, USER]}, BEARER),
    ("POST", SONAR, sonar("x") | {"stream": True}, BEARER),
    *(("POST", SONAR, sonar(words), BEARER) for words in TROUBLES),
]


@pytest.mark.parametrize(("method", "path", "data", "headers"), ERRORS)
def test_an_error_says_that_a_mock_service_gave_it(url, method, path, data, headers):
    status, body, has_header = said(f"{url}/{path}", method, data, headers)
    assert has_header
    assert "mock service" in body.casefold(), (status, body)


def test_the_words_of_a_page_of_a_status_and_of_a_list_begin_with_the_mark():
    for given, wanted in [
        ({"error": {"code": 400, "message": "No."}}, {"error": {"code": 400, "message": "Mock service: No."}}),
        ([{"error": {"message": "No."}}], [{"error": {"message": "Mock service: No."}}]),
        ({"error_message": "No.", "results": []}, {"error_message": "Mock service: No.", "results": []}),
        ({"error": "No."}, {"error": "Mock service: No."}),
        ({"error": "This mock service has none."}, {"error": "This mock service has none."}),
        ({"status": "DOWN"}, {"status": "DOWN", "mock_service": "Mock service"}),
        ("<html>No.</html>", "<html>No.</html>\nMock service"),
        ("", "Mock service"),
    ]:
        assert marked(Response(400, given)).body == wanted


def test_an_answer_that_is_no_error_stays_as_it_is():
    answer = Response(200, {"choices": [{"message": {"content": "text"}}], "places": [{"error": None}]}, {"a": "b"}, pause=1)
    assert marked(answer) == answer
    assert marked(Response(200, "text")).body == "text"


def test_the_words_of_an_error_within_an_answer_are_marked():
    answer = {"geocodingResults": {"origin": {"geocoderStatus": {"code": 5, "message": "Not found."}}}}
    origin = marked(Response(200, answer)).body["geocodingResults"]["origin"]
    assert origin == {"geocoderStatus": {"code": 5, "message": "Mock service: Not found."}}
