"""What else maps.googleapis.com answers: legacy APIs refuse a new project."""

import pytest

from tests.local.mock_services.google_maps.asking import ask, older


@pytest.mark.parametrize(
    ("path", "empty"),
    [
        ("directions", {"routes": []}),
        ("distancematrix", {"destination_addresses": [], "origin_addresses": [], "rows": []}),
        ("place/textsearch", {"html_attributions": [], "results": []}),
        ("place/nearbysearch", {"html_attributions": [], "results": []}),
        ("place/details", {"html_attributions": []}),
        ("place/findplacefromtext", {"candidates": []}),
        ("place/autocomplete", {"predictions": []}),
    ],
)
def test_a_legacy_api_is_not_enabled_for_a_new_project(path, empty):
    status, body = older(path, origin="Berlin", destination="Hamburg")
    assert status == 200
    assert body.pop("error_message") == (
        "You’re calling a legacy API, which is not enabled for your project. To get newer features and more functionality, switch "
        "to the Places API (New) or Routes API. Learn more: https://developers.google.com/maps/legacy#LegacyApiNotActivatedMapError"
    )
    assert body == empty | {"status": "REQUEST_DENIED"}


def test_a_bad_key_is_said_before_that():
    assert older("directions", key="invalid")[1]["error_message"] == "The provided API key is invalid. "


@pytest.mark.parametrize("path", ["/maps/api/geocode/xml", "/maps/api/timezone/json", "/maps/api", "/", "/geocode/json"])
def test_where_nothing_is_a_page_is_not_found(path):
    status, body = ask("maps", "GET", path, query={"key": ["any"]})
    assert status == 404
    assert body.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("path", ["geocode", "elevation", "directions"])
def test_only_get_is_answered(path):
    assert older(path, method="POST") == (405, {"error_message": "mock service: POST is not answered, GET is."})


def test_a_url_is_at_most_16384_characters_long_encoded():
    most = 16384 - len("https://maps.googleapis.com/maps/api/geocode/json?address=&key=any")
    assert older("geocode", address="x" * most)[0] == 200
    assert older("geocode", address="é" * (most // 6))[0] == 200
    for address in ("x" * (most + 1), "é" * (most // 6 + 1)):
        status, body = older("geocode", address=address)
        assert status == 414
        assert body.startswith("<!DOCTYPE html>")
