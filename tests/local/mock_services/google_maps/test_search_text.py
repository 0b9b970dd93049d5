"""Text Search (New): what it finds, in which order, and what it refuses."""

import pytest

from tests.local.mock_services.google_maps.asking import SEARCH, message, newer

ALEXANDERPLATZ = {"latitude": 52.5219, "longitude": 13.4132}


def search(query, mask="places.id", **more):
    status, body = newer(SEARCH, {"textQuery": query, **more}, mask=mask)
    assert status == 200
    return body


def ids(body):
    return [place["id"] for place in body.get("places", [])]


def circle(radius=1000, **center):
    return {"circle": {"center": center or ALEXANDERPLATZ, "radius": radius}}


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("cafés in Berlin", "Mock-cafe-2950159-1"),
        ("best coffee near Hamburg, Germany", "Mock-cafe-2911298-1"),
        ("Hotel München", "Mock-hotel-2867714-1"),
        ("gas stations in Portland, OR", "Mock-gas_station-5746545-1"),
        ("Mock service Cafe 3, Berlin", "Mock-cafe-2950159-3"),
        ("Mock service Cafe 3, Berlin, Germany (mock)", "Mock-cafe-2950159-3"),
        ("Berlin", "Mock-city-2950159"),
        ("Paris, France", "Mock-city-2988507"),
    ],
)
def test_a_query_names_a_kind_of_place_a_city_or_one_place(query, first):
    assert ids(search(query))[0] == first


@pytest.mark.parametrize("query", ["quasars in Berlin", "cafés", "cafés in Nowhereville", "Eiffel Tower", "Paris, Texas"])
def test_what_it_does_not_know_is_not_found(query):
    assert search(query, mask="*") == {}


def test_every_name_and_address_says_that_it_is_a_mock_service():
    for place in search("restaurants in Rome", mask="places.displayName,places.formattedAddress")["places"]:
        assert place["displayName"]["text"].startswith("Mock service Restaurant ")
        assert place["formattedAddress"].endswith(", Rome, Italy (mock)")


def test_without_a_city_the_one_in_the_middle_of_the_bias_counts():
    assert ids(search("museums", locationBias=circle()))[0] == "Mock-museum-2950159-1"
    box = {"low": {"latitude": 48.8, "longitude": 2.2}, "high": {"latitude": 48.9, "longitude": 2.4}}
    assert ids(search("museums", locationBias={"rectangle": box}))[0].startswith("Mock-museum-2988507-")


def test_what_is_nearer_to_the_middle_of_the_bias_comes_first():
    places = search("cafés in Berlin", mask="places.id,places.location", locationBias=circle())["places"]
    far = [
        ((place["location"]["latitude"] - 52.5219) ** 2 + (0.6 * (place["location"]["longitude"] - 13.4132)) ** 2)
        for place in places
    ]
    assert len(far) == 20
    assert far == sorted(far)


def test_a_bias_keeps_what_is_outside_and_a_restriction_does_not():
    box = {"low": {"latitude": 52.52, "longitude": 13.4}, "high": {"latitude": 52.531, "longitude": 13.42}}
    assert len(ids(search("cafés in Berlin", locationBias=circle(radius=1)))) == 20
    inside = search("cafés in Berlin", mask="places.location", locationRestriction={"rectangle": box})["places"]
    assert len(inside) == 2
    assert all(52.52 <= place["location"]["latitude"] <= 52.531 for place in inside)
    assert all(13.4 <= place["location"]["longitude"] <= 13.42 for place in inside)


def test_pages_follow_each_other_to_the_last():
    first = search("cafés in Berlin", mask="places.id,nextPageToken", pageSize=15)
    second = search("cafés in Berlin", mask="places.id,nextPageToken", pageSize=15, pageToken=first["nextPageToken"])
    assert ids(first) + ids(second) == [f"Mock-cafe-2950159-{number}" for number in range(1, 25)]
    assert "nextPageToken" not in second


@pytest.mark.parametrize(("size", "found"), [(0, 20), (1, 1), (20, 20), (21, 20), (1000, 20)])
def test_a_page_holds_20_at_most_whatever_was_asked_for(size, found):
    assert len(ids(search("cafés in Berlin", pageSize=size))) == found


def test_the_old_name_of_the_page_size_counts_without_the_new_one():
    assert len(ids(search("cafés in Berlin", maxResultCount=3))) == 3
    assert len(ids(search("cafés in Berlin", maxResultCount=3, pageSize=2))) == 2


def test_places_below_the_rating_or_of_other_price_levels_are_left_out():
    ratings = [each["rating"] for each in search("cafés in Berlin", mask="places.rating", minRating=4)["places"]]
    assert len(ratings) == 11
    assert min(ratings) == 4.0
    assert search("cafés in Berlin", priceLevels=["PRICE_LEVEL_EXPENSIVE"]) == {}
    assert len(ids(search("cafés in Berlin", priceLevels=["PRICE_LEVEL_MODERATE"]))) == 20


def test_an_included_type_is_what_is_looked_for():
    assert ids(search("Berlin", includedType="library"))[0] == "Mock-library-2950159-1"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"textQuery": ""}, "Empty text_query."),
        ({"textQuery": "  "}, "Empty text_query."),
        ({"pageSize": -1}, "page_size must not be negative."),
        ({"minRating": 5.5}, "min_rating must be in [0, 5]."),
        ({"includedType": "cafes"}, "Unsupported types: cafes."),
        ({"priceLevels": ["PRICE_LEVEL_FREE"]}, "price_levels: PRICE_LEVEL_FREE is not allowed in a request."),
        ({"locationBias": circle(radius=50_000.1)}, "Invalid circle.radius. Radius must be between 0 and 50,000 meters."),
        ({"locationBias": circle(radius=-1)}, "Invalid circle.radius. Radius must be between 0 and 50,000 meters."),
        ({"locationBias": circle(radius="NaN")}, "Invalid circle.radius. Radius must be between 0 and 50,000 meters."),
        ({"locationBias": {"circle": {"radius": 5}}}, "Invalid circle.center: it must be set."),
        (
            {"locationBias": circle(latitude=91, longitude=0)},
            "Invalid circle.center: latitude must be in [-90, 90] and longitude in [-180, 180].",
        ),
        (
            {"locationBias": circle(latitude=0, longitude=-181)},
            "Invalid circle.center: latitude must be in [-90, 90] and longitude in [-180, 180].",
        ),
        ({"locationRestriction": {"rectangle": {"low": ALEXANDERPLATZ}}}, "Invalid rectangle: low and high must be set."),
        (
            {"locationRestriction": {"rectangle": {"low": {"latitude": 2}, "high": {"latitude": 1}}}},
            "Invalid rectangle: low.latitude must not be greater than high.latitude.",
        ),
        (
            {"locationBias": circle(), "locationRestriction": {"rectangle": {"low": {}, "high": {}}}},
            "Only one of location_bias and location_restriction can be set.",
        ),
        ({"pageToken": "abc"}, "Invalid page_token."),
    ],
)
def test_what_the_reference_does_not_allow_is_a_bad_request(more, words):
    answer = newer(SEARCH, {"textQuery": "cafés in Berlin", **more})
    assert answer[0] == 400
    assert message(answer) == words


def test_a_page_token_of_another_search_is_refused():
    token = search("cafés in Berlin", mask="nextPageToken")["nextPageToken"]
    assert message(newer(SEARCH, {"textQuery": "cafés in Hamburg", "pageToken": token})) == (
        "All parameters but page_token, page_size and max_result_count must match the initial request."
    )


def test_a_radius_of_50_km_is_allowed():
    assert len(ids(search("cafés in Berlin", locationBias=circle(radius=50_000)))) == 20
