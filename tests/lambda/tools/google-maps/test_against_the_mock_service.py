"""The built function as a real process, against the mock service for Google's APIs: all seven tools, and what each API refuses.

The key is read from Secrets Manager, as in AWS; the mock service answers some keys as Google answers bad ones.
"""

import json

import boto3
import pytest

from local.mock_services.server import MockServer

TOWNS = ["Berlin", "Hamburg", "Hanover"]
BERLIN = {"latitude": 52.52437, "longitude": 13.41053}
MOCK_SERVICE = "a mock service for Google Maps: places, distances and heights are made up or rough estimates"
BY_MOCK = "A mock service answered in Google's place: "
CITIES = "mock service: of cities it knows only Amsterdam, Barcelona, Berlin, Birmingham, "
NEW_KEY = "a-key-that-is-as-long-as-Googles-are-x"

# A use of each tool, with the name of the API that it asks.
USES = {
    "maps_geocode": ({"address": "Berlin"}, "Geocoding API"),
    "maps_reverse_geocode": (BERLIN, "Geocoding API"),
    "maps_search_places": ({"query": "cafés in Berlin"}, "Places API (New)"),
    "maps_place_details": ({"place_id": "Mock-cafe-2950159-3"}, "Places API (New)"),
    "maps_distance_matrix": ({"origins": ["Berlin"], "destinations": ["Hamburg"]}, "Routes API"),
    "maps_elevation": ({"locations": [BERLIN]}, "Elevation API"),
    "maps_directions": ({"origin": "Berlin", "destination": "Hamburg"}, "Routes API"),
}


class Maps:
    """The function with one key."""

    def __init__(self, function, bucket):
        self.function, self.bucket = function, bucket
        self.log = []

    def use(self, tool, **given):
        """Whether it is an error, and the text."""
        run = {"execution": "run-1", "agent": "google-maps", "results": {"bucket": self.bucket, "prefix": "runs/run-1/"}}
        answer = self.function.invoke({"id": "toolu_1", "name": tool, "input": given, "run": run})
        assert answer.error is None, f"the function failed: {answer.error}"
        self.log += answer.log
        return answer.result["is_error"], answer.result["content"]

    def found(self, tool, **given):
        """The JSON of a result that is no error."""
        is_error, text = self.use(tool, **given)
        assert not is_error, text
        return json.loads(text)

    def refused(self, tool, **given):
        """The text of an error result."""
        is_error, text = self.use(tool, **given)
        assert is_error, text
        return text


@pytest.fixture(scope="module")
def requests():
    """What the mock service was asked: method, host, path and status of each request."""
    return []


@pytest.fixture(scope="module")
def gateway(requests):
    with MockServer(log=requests.append).serving() as server:
        yield server.url


@pytest.fixture
def with_key(aws, bucket, built_tool, gateway):
    """The function, with the secret that has this key."""

    def start(key):
        name = f"google-maps-{key}"
        secrets = boto3.client("secretsmanager")
        try:
            arn = secrets.describe_secret(SecretId=name)["ARN"]
        except secrets.exceptions.ResourceNotFoundException:
            arn = secrets.create_secret(Name=name, SecretString=key)["ARN"]
        return Maps(built_tool("google-maps", {"SECRET_ARN_GOOGLE_MAPS": arn, "SETTING_GATEWAY": gateway}), bucket)

    return start


@pytest.fixture
def maps(with_key):
    return with_key(NEW_KEY)


def test_geocode_finds_a_town_where_it_is(maps):
    assert maps.found("maps_geocode", address="Berlin, Germany") == {
        "answered_by": MOCK_SERVICE,
        "given": "Berlin, Germany",
        "results": [
            {
                "address": "Berlin, Germany (mock)",
                "latitude": 52.52437,
                "longitude": 13.41053,
                "place_id": "Mock-city-2950159",
                "accuracy": "APPROXIMATE",
                "partial_match": False,
                "types": ["locality", "political"],
            }
        ],
    }
    assert maps.found("maps_geocode", address="Brandenburg Gate, Berlin", language="de")["results"][0]["partial_match"] is True


def test_geocode_says_that_it_found_nothing(maps):
    text = maps.refused("maps_geocode", address="Nowhereville")
    assert text.startswith(f'{BY_MOCK}Google knows no address like "Nowhereville": {CITIES}')


def test_reverse_geocode_finds_the_address_and_the_town_around(maps):
    found = maps.found("maps_reverse_geocode", latitude=52.52, longitude=13.405)
    assert [(each["address"], each["accuracy"]) for each in found["results"]] == [
        ("Mock Street at 52.52000,13.40500, Berlin, Germany (mock)", "ROOFTOP"),
        ("Berlin, Germany (mock)", "APPROXIMATE"),
    ]


def test_reverse_geocode_at_sea_is_an_error_result(maps):
    text = maps.refused("maps_reverse_geocode", latitude=0, longitude=-30)
    assert "latitude 0, longitude -30" in text
    assert CITIES in text


def test_search_places_finds_places_around_a_point(maps):
    found = maps.found("maps_search_places", query="cafés", location=BERLIN, radius=2000, max_results=3)
    assert found["near"] == BERLIN | {"radius_meters": 2000}
    assert [place["name"] for place in found["places"]] == [f"Mock service Cafe {number}, Berlin" for number in (1, 2, 3)]
    assert [place["straight_line_meters"] for place in found["places"]] == [334, 667, 1001]
    assert found["places"][0]["price_level"] == "PRICE_LEVEL_MODERATE"
    assert found["places"][0]["place_id"] == "Mock-cafe-2950159-1"


def test_search_places_takes_every_input_that_it_has(maps):
    more = {"radius": 50000, "max_results": 20, "open_now": True, "language": "pt-BR"}
    assert len(maps.found("maps_search_places", query="museums in Rome", location=BERLIN, **more)["places"]) == 20


def test_search_places_without_a_find_is_an_empty_list_with_a_note(maps):
    found = maps.found("maps_search_places", query="quasars in Berlin")
    assert found["places"] == []
    assert "note" in found


def test_place_details_has_hours_and_reviews_marked_as_untrusted(maps):
    found = maps.found("maps_place_details", place_id="Mock-cafe-2950159-3", language="en")
    assert found["name"] == "Mock service Cafe 3, Berlin"
    assert found["opening_hours"][0] == "Monday: 10:00 AM – 6:00 PM"
    assert found["phone"] is None
    assert found["utc_offset_minutes"] == 60
    assert found["untrusted"]["summary"] == "A mock service for a place of type cafe in Berlin. Nothing here is a fact."
    assert found["untrusted"]["reviews"] == [
        {
            "rating": 3.1,
            "published": "2025-01-01T00:00:00Z",
            "author": "Mock service Reviewer",
            "text": "A mock review: nobody wrote this.",
        }
    ]


@pytest.mark.parametrize("place_id", ["foo", "ChIJAVkDPzdOqEcRcDteW0YgIQQ", "Mock-cafe-2950159-99"])
def test_place_details_of_no_place_is_an_error_result(maps, place_id):
    assert f'Given: place_id "{place_id}"' in maps.refused("maps_place_details", place_id=place_id)


def test_the_distance_matrix_is_in_the_order_of_the_question_whatever_the_order_of_the_answer(maps):
    found = maps.found("maps_distance_matrix", origins=["Berlin", "Hamburg"], destinations=TOWNS)
    assert [
        (each["origin"], each["destination"], each["distance_meters"], each["duration_seconds"]) for each in found["connections"]
    ] == [
        ("Berlin", "Berlin", 0, 0),
        ("Berlin", "Hamburg", 331989, 17074),
        ("Berlin", "Hanover", 324712, 16699),
        ("Hamburg", "Berlin", 331989, 17074),
        ("Hamburg", "Hamburg", 0, 0),
        ("Hamburg", "Hanover", 172097, 8851),
    ]
    assert {each["status"] for each in found["connections"]} == {"ok"}


@pytest.mark.parametrize("tool", USES)
def test_every_result_says_first_that_a_mock_service_gave_it(maps, tool):
    found = maps.found(tool, **USES[tool][0])
    assert next(iter(found.items())) == ("answered_by", MOCK_SERVICE)


@pytest.mark.parametrize(("mode", "seconds"), [("driving", 17074), ("walking", 229838), ("bicycling", 71824), ("transit", 22566)])
def test_the_distance_matrix_and_directions_take_every_mode(maps, mode, seconds):
    (connection,) = maps.found("maps_distance_matrix", origins=["Berlin"], destinations=["Hamburg"], mode=mode)["connections"]
    assert connection["duration_seconds"] == seconds
    way = maps.found("maps_directions", origin="Berlin", destination="Hamburg", mode=mode)
    assert (way["mode"], way["duration_seconds"]) == (mode, seconds)


def test_a_pair_without_a_way_or_a_place_loses_no_other(maps):
    found = maps.found("maps_distance_matrix", origins=["Berlin"], destinations=["New York", "Nowhereville", "Hamburg"])
    assert [(each["status"], each["distance_meters"]) for each in found["connections"]] == [
        ("no_route", None),
        ("error", None),
        ("ok", 331989),
    ]
    assert found["connections"][1]["reason"].startswith(CITIES)


def test_a_matrix_may_have_625_connections_and_not_one_more(maps):
    points = [f"{50 + number / 100},10" for number in range(26)]
    big = maps.found("maps_distance_matrix", origins=points[:25], destinations=points[:25])
    assert big["bytes"] > 16 * 1024
    assert (big["preview"]["answered_by"], big["preview"]["connections_in_all"]) == (MOCK_SERVICE, 625)
    assert "650 connections" in maps.refused("maps_distance_matrix", origins=points, destinations=points[:25])
    assert "110 connections" in maps.refused("maps_distance_matrix", origins=points[:11], destinations=points[:10], mode="transit")


def test_a_matrix_may_have_50_names_and_not_one_more(maps):
    more = {"origins": ["Berlin"] * 49, "destinations": ["Hamburg"]}
    assert maps.found("maps_distance_matrix", **more)
    assert "51 origins and destinations" in maps.refused("maps_distance_matrix", origins=["Berlin"] * 50, destinations=["Hamburg"])


def test_elevation_has_a_height_for_each_point_in_order(maps):
    points = [{"latitude": 52.5, "longitude": 13.4}, {"latitude": -33.9, "longitude": 151.2}]
    assert maps.found("maps_elevation", locations=points)["locations"] == [
        points[0] | {"elevation_meters": 1052.5, "resolution_meters": 1000},
        points[1] | {"elevation_meters": 966.1, "resolution_meters": 1000},
    ]


def test_elevation_takes_512_points(maps):
    points = [{"latitude": number / 7, "longitude": -number / 3} for number in range(512)]
    assert maps.found("maps_elevation", locations=points)["bytes"] > 16 * 1024
    assert "512 or fewer items" in maps.refused("maps_elevation", locations=[*points, points[0]])


def test_directions_have_all_legs_and_they_add_up(maps):
    found = maps.found("maps_directions", origin="Berlin", destination="Munich", waypoints=["Leipzig", "Nuremberg"])
    assert [(leg["from"], leg["to"]) for leg in found["legs"]] == [
        ("Berlin", "Leipzig"),
        ("Leipzig", "Nuremberg"),
        ("Nuremberg", "Munich"),
    ]
    assert sum(leg["distance_meters"] for leg in found["legs"]) == found["distance_meters"]
    assert sum(leg["duration_seconds"] for leg in found["legs"]) == found["duration_seconds"]
    for leg in found["legs"]:
        assert sum(step["distance_meters"] for step in leg["steps"]) == leg["distance_meters"]
        assert leg["steps"][0]["instruction"].startswith("Mock service step 1 of 3: go on for ")
    assert found["warnings"] == ["This is a mock service: straight lines and rough estimates, no real roads."]
    assert found["description"] == "Mock service Road 1"


def test_directions_take_25_waypoints_coordinates_and_place_ids(maps):
    stops = ["Hanover", "Hamburg"] * 12 + ["Hanover"]
    found = maps.found("maps_directions", origin="52.52437,13.41053", destination="place_id:Mock-city-2911298", waypoints=stops)
    stored = json.loads(boto3.client("s3").get_object(Bucket=maps.bucket, Key=found["key"])["Body"].read())
    assert [leg["to"] for leg in stored["legs"]] == [*stops, "place_id:Mock-city-2911298"]
    assert sum(leg["distance_meters"] for leg in stored["legs"]) == stored["distance_meters"]


def test_directions_by_transit_tell_the_line_and_its_stops(maps):
    found = maps.found("maps_directions", origin="Berlin", destination="Hamburg", mode="transit")
    walk, ride, _ = found["legs"][0]["steps"]
    assert (walk["mode"], ride["mode"]) == ("walking", "transit")
    assert {
        name: ride["transit"][name] for name in ("line", "agency", "direction", "from_stop", "to_stop", "vehicle", "stops")
    } == {
        "line": "S1",
        "agency": "Mock service Transit",
        "direction": "Mock service Terminus",
        "from_stop": "Mock service Stop A",
        "to_stop": "Mock service Stop B",
        "vehicle": "HEAVY_RAIL",
        "stops": 4,
    }


def test_directions_with_a_departure_consider_traffic(maps):
    way = {"origin": "Berlin", "destination": "Hamburg"}
    found = maps.found("maps_directions", **way, departure_time="2099-01-01T08:00:00Z", avoid=["tolls"])
    assert (found["duration_seconds"], found["traffic"]) == (19635, "expected traffic considered")


def test_directions_that_leave_in_the_past_are_refused_in_googles_words(maps):
    text = maps.refused("maps_directions", origin="Berlin", destination="Hamburg", departure_time="2020-01-01T08:00:00Z")
    assert "Timestamp must be set to a future time" in text


def test_directions_say_that_there_is_no_way_or_no_such_place(maps):
    assert "no route by driving" in maps.refused("maps_directions", origin="Berlin", destination="New York")
    text = maps.refused("maps_directions", origin="Berlin", destination="Nowhereville")
    assert text.startswith(f'{BY_MOCK}Google doesn\'t know where "Nowhereville" is: {CITIES}')
    assert maps.found("maps_directions", origin="Brandenburg Gate, Berlin", destination="Hamburg")["partly_matched"] == [
        "Brandenburg Gate, Berlin"
    ]


@pytest.mark.parametrize("tool", ["maps_directions", "maps_distance_matrix"])
def test_an_unknown_field_is_refused_and_never_answered_with_a_default(maps, requests, tool):
    before = len(requests)
    text = maps.refused(tool, **USES[tool][0], travel_mode="walking")
    assert "travel_mode" in text
    assert "mode" in text
    assert len(requests) == before


@pytest.mark.parametrize("tool", ["maps_directions", "maps_distance_matrix"])
def test_a_mode_that_is_not_one_of_four_is_refused(maps, tool):
    assert "walking" in maps.refused(tool, **USES[tool][0], mode="WALK")


@pytest.mark.parametrize("tool", USES)
@pytest.mark.parametrize("key", ["invalid", "restricted", "disabled"])
def test_a_bad_key_is_an_error_result_that_names_the_api_and_what_a_person_has_to_do(with_key, tool, key):
    given, api = USES[tool]
    text = with_key(key).refused(tool, **given)
    assert text.startswith(f"{BY_MOCK}Google refuses this tool's key for the {api}: ")
    assert "google_maps" in text


@pytest.mark.parametrize("tool", USES)
def test_a_quota_that_is_used_up_is_an_error_result_of_its_own(with_key, tool):
    given, api = USES[tool]
    assert (
        with_key("no-quota").refused(tool, **given).startswith(f"{BY_MOCK}The quota of this tool's key for the {api} is used up: ")
    )


@pytest.mark.parametrize("tool", USES)
def test_an_api_that_is_out_of_order_is_an_error_result_of_its_own(with_key, tool):
    given, api = USES[tool]
    assert with_key("unavailable").refused(tool, **given).startswith(f"{BY_MOCK}The {api} can't be reached now: ")


def test_the_key_is_in_no_result_and_no_log(maps, requests):
    texts = [maps.use(tool, **given)[1] for tool, (given, _) in USES.items()]
    assert [text for text in [*texts, *maps.log, *requests] if NEW_KEY in text] == []
    assert len(maps.log) == len(USES)
    assert requests[-len(USES) :] == [
        "GET /maps.googleapis.com/maps/api/geocode/json 200",
        "GET /maps.googleapis.com/maps/api/geocode/json 200",
        "POST /places.googleapis.com/v1/places:searchText 200",
        "GET /places.googleapis.com/v1/places/Mock-cafe-2950159-3 200",
        "POST /routes.googleapis.com/distanceMatrix/v2:computeRouteMatrix 200",
        "GET /maps.googleapis.com/maps/api/elevation/json 200",
        "POST /routes.googleapis.com/directions/v2:computeRoutes 200",
    ]
