"""The Geocoding API: addresses to coordinates and back."""

import pytest

from local.mock_services.google_maps.cities import known
from tests.local.mock_services.google_maps.asking import BERLIN, CAFE, older

STREET = "Mock Street at 52.53337,13.41053, Berlin, Germany (mock)"


def geocode(**query):
    status, body = older("geocode", **query)
    assert status == 200
    return body


def found(**query):
    body = geocode(**query)
    assert body["status"] == "OK"
    return body["results"]


def test_a_city_is_where_it_really_is():
    (result,) = found(address="Berlin, Germany")
    assert result["geometry"]["location"] == {"lat": 52.52437, "lng": 13.41053}
    assert result["geometry"]["location_type"] == "APPROXIMATE"
    assert result["geometry"]["viewport"] == {
        "southwest": {"lat": 52.42437, "lng": 13.31053},
        "northeast": {"lat": 52.62437, "lng": 13.51053},
    }
    assert result["formatted_address"] == "Berlin, Germany (mock)"
    assert (result["place_id"], result["types"]) == (BERLIN, ["locality", "political"])
    assert result["address_components"] == [
        {"long_name": "Berlin", "short_name": "Berlin", "types": ["locality", "political"]},
        {"long_name": "Germany", "short_name": "DE", "types": ["country", "political"]},
    ]
    assert "partial_match" not in result


@pytest.mark.parametrize(
    ("query", "address", "partial"),
    [
        ({"address": "Brandenburg Gate, Berlin"}, "Berlin, Germany (mock)", True),
        ({"address": "10115 Berlin"}, "Berlin, Germany (mock)", False),
        ({"address": "Portland, OR, USA"}, "Portland, OR, United States (mock)", False),
        ({"address": "52.52, 13.405"}, "Mock Street at 52.52000,13.40500, Berlin, Germany (mock)", False),
        ({"address": STREET}, STREET, False),
        ({"components": "locality:Berlin|country:DE"}, "Berlin, Germany (mock)", False),
        ({"address": "Birmingham", "components": "country:US"}, "Birmingham, AL, United States (mock)", False),
        ({"address": "Birmingham", "region": "uk"}, "Birmingham, United Kingdom (mock)", False),
        ({"address": "Birmingham", "region": "us"}, "Birmingham, AL, United States (mock)", False),
        ({"place_id": CAFE}, STREET, False),
    ],
)
def test_an_address_is_found_or_the_city_of_it_as_a_partial_match(query, address, partial):
    (result,) = found(**query)
    assert (result["formatted_address"], result.get("partial_match", False)) == (address, partial)


@pytest.mark.parametrize("address", ["Nowhereville", "Paris, Texas", "Berlin, France"])
def test_what_it_does_not_know_has_no_results_and_words_on_what_it_knows(address):
    assert geocode(address=address) == {"results": [], "status": "ZERO_RESULTS", "error_message": known()}


def test_coordinates_become_an_address_and_its_city():
    street, city = found(latlng="52.52,13.405")
    assert street["formatted_address"] == "Mock Street at 52.52000,13.40500, Berlin, Germany (mock)"
    assert street["geometry"]["location"] == {"lat": 52.52, "lng": 13.405}
    assert (street["types"], street["geometry"]["location_type"]) == (["street_address"], "ROOFTOP")
    assert city["formatted_address"] == "Berlin, Germany (mock)"


def test_an_address_that_it_gave_is_found_again_where_it_was():
    street, _ = found(latlng="-33.87,151.21")
    (again,) = found(address=street["formatted_address"])
    assert again == street
    assert found(place_id=street["place_id"]) == [street]


def test_at_sea_there_is_no_address():
    assert geocode(latlng="0,-30") == {"results": [], "status": "ZERO_RESULTS", "error_message": known()}


def test_results_of_coordinates_are_filtered():
    assert [each["types"][0] for each in found(latlng="52.52,13.405", result_type="locality|country")] == ["locality"]
    assert [each["types"][0] for each in found(latlng="52.52,13.405", location_type="ROOFTOP")] == ["street_address"]
    assert geocode(latlng="52.52,13.405", result_type="airport")["status"] == "ZERO_RESULTS"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, "Invalid request. Missing the 'address', 'components', 'latlng' or 'place_id' parameter."),
        ({"address": " "}, "Invalid request. Missing the 'address', 'components', 'latlng' or 'place_id' parameter."),
        ({"latlng": "52.52, 13.405"}, "Invalid request. Invalid 'latlng' parameter."),
        ({"latlng": "90.1,0"}, "Invalid request. Invalid 'latlng' parameter."),
        ({"latlng": "0,-180.1"}, "Invalid request. Invalid 'latlng' parameter."),
        ({"latlng": "Berlin"}, "Invalid request. Invalid 'latlng' parameter."),
        ({"place_id": "ChIJAVkDPzdOqEcRcDteW0YgIQQ"}, "Invalid request. Invalid 'place_id' parameter."),
        ({"address": "Berlin", "components": "city:Berlin"}, "Invalid request. Invalid 'components' parameter."),
        ({"address": "Berlin", "components": "country"}, "Invalid request. Invalid 'components' parameter."),
        ({"latlng": "1,2", "location_type": "EXACT"}, "Invalid request. Invalid 'location_type' parameter."),
        ({"address": "Berlin", "result_type": "locality"}, "Invalid request. 'result_type' is only for reverse geocoding."),
    ],
)
def test_a_wrong_parameter_is_an_invalid_request(query, words):
    assert older("geocode", **query) == (400, {"error_message": words, "results": [], "status": "INVALID_REQUEST"})


def test_an_unknown_parameter_is_named():
    status, body = older("geocode", adress="Berlin")
    assert (status, body["status"]) == (400, "INVALID_REQUEST")
    assert body["error_message"].startswith(
        "Invalid request. mock service: unknown parameter 'adress'; there are address, bounds, "
    )


def test_parameters_that_change_nothing_are_taken():
    assert found(address="Berlin", language="de", bounds="52,13|53,14", sensor="false")[0]["place_id"] == BERLIN
