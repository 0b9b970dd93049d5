"""Place Details (New): a place by its ID."""

import pytest

from tests.local.mock_services.google_maps.asking import BERLIN, CAFE, SEARCH, message, newer, place


def test_an_invented_place_is_told_as_in_a_search():
    found = newer(SEARCH, {"textQuery": "Mock service Cafe 3, Berlin"})[1]["places"]
    assert [place(CAFE)[1]] == found


def test_an_invented_place_says_so_wherever_people_would_take_it_for_a_fact():
    found = place(CAFE)[1]
    assert found["displayName"]["text"] == "Mock service Cafe 3, Berlin"
    assert found["formattedAddress"] == "Mock Street at 52.53337,13.41053, Berlin, Germany (mock)"
    assert found["editorialSummary"]["text"] == "A mock service for a place of type cafe in Berlin. Nothing here is a fact."
    assert found["reviews"][0]["text"]["text"] == "A mock review: nobody wrote this."
    assert found["reviews"][0]["authorAttribution"]["displayName"] == "Mock service Reviewer"
    assert found["websiteUri"].startswith("https://mock-service.example/")
    assert found["googleMapsUri"].startswith("https://mock-service.example/")
    assert not {"nationalPhoneNumber", "internationalPhoneNumber", "photos", "plusCode"} & found.keys()


def test_a_city_is_where_it_really_is():
    assert place(BERLIN, mask="displayName.text,location,types,formattedAddress,utcOffsetMinutes") == (
        200,
        {
            "displayName": {"text": "Berlin"},
            "location": {"latitude": 52.52437, "longitude": 13.41053},
            "types": ["locality", "political"],
            "formattedAddress": "Berlin, Germany (mock)",
            "utcOffsetMinutes": 60,
        },
    )


def test_an_offset_of_no_minutes_is_written_and_a_closing_minute_too():
    london = newer(SEARCH, {"textQuery": "London"}, mask="places.utcOffsetMinutes")[1]
    assert london == {"places": [{"utcOffsetMinutes": 0}]}
    period = place(CAFE, mask="regularOpeningHours.periods")[1]["regularOpeningHours"]["periods"][0]
    assert period == {"open": {"day": 0, "hour": 10, "minute": 0}, "close": {"day": 0, "hour": 18, "minute": 0}}


def test_the_hours_in_words_are_those_of_the_periods():
    hours = place(CAFE, mask="regularOpeningHours")[1]["regularOpeningHours"]
    assert [period["open"]["day"] for period in hours["periods"]] == [0, 1, 2, 3, 4, 5, 6]
    assert len(hours["weekdayDescriptions"]) == 7
    assert hours["weekdayDescriptions"][0] == "Monday: 10:00 AM – 6:00 PM"


def test_an_address_is_a_place_too():
    assert place("Mock-point-52.52000_13.40500", mask="location,formattedAddress,types") == (
        200,
        {
            "location": {"latitude": 52.52, "longitude": 13.405},
            "formattedAddress": "Mock Street at 52.52000,13.40500, Berlin, Germany (mock)",
            "types": ["street_address"],
        },
    )


@pytest.mark.parametrize("id", ["foo", "places%2Ffoo-bar-baz", "MockService%20cafe%201"])
def test_what_is_no_place_id_is_refused(id):
    answer = place(id)
    assert answer[0] == 400
    assert message(answer).startswith("Not a valid Place ID: ")


@pytest.mark.parametrize(
    "id",
    [
        "ChIJAVkDPzdOqEcRcDteW0YgIQQ",
        "Mock-cafe-2950159-0",
        "Mock-cafe-2950159-25",
        "Mock-cafe-2950159",
        "Mock-cafe-2950159-03",
        "Mock-zoo-2950159-1",
        "Mock-cafe-999999999-1",
        "Mock-city-2950159-1",
        "Mock-point-91.00000_0.00000",
    ],
)
def test_an_id_that_names_nothing_is_not_found(id):
    status, body = place(id)
    assert (status, body["error"]["status"]) == (404, "NOT_FOUND")
    assert body["error"]["message"] == f"No place has the ID {id} any more. (mock service: it knows only IDs that begin with Mock-)"


@pytest.mark.parametrize("token", ["a b", "x" * 37])
def test_a_session_token_is_short_base64(token):
    assert message(place(CAFE, sessionToken=token)) == "session_token must be at most 36 letters of URL-safe base64."
