"""computeRoutes: the legs of a route, and what is refused."""

from datetime import UTC, datetime, timedelta

import pytest

from local.mock_services.google_maps.cities import known
from tests.local.mock_services.google_maps.asking import BERLIN, ROUTES, at, message, newer, route

ORDER = "routes.optimizedIntermediateWaypointIndex"


def routes(mask="*", **more):
    status, body = newer(ROUTES, route(**more), mask=mask)
    assert status == 200
    return body


def seconds(text):
    assert text.endswith("s")
    return int(text[:-1])


def when(**more):
    return (datetime.now(UTC) + timedelta(**more)).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_a_drive_is_the_great_circle_times_its_factor_at_its_speed():
    # 255.4 km as the crow flies, times 1.3, at 70 km/h.
    assert routes(mask="routes.distanceMeters,routes.duration,routes.staticDuration") == {
        "routes": [{"distanceMeters": 331989, "duration": "17074s", "staticDuration": "17074s"}]
    }


@pytest.mark.parametrize(
    ("mode", "meters", "duration"),
    [("TWO_WHEELER", 319220, "22984s"), ("BICYCLE", 319220, "71824s"), ("WALK", 306451, "229838s"), ("TRANSIT", 344758, "22566s")],
)
def test_each_mode_has_its_own_way_and_speed(mode, meters, duration):
    assert routes(mask="routes.distanceMeters,routes.duration", travelMode=mode) == {
        "routes": [{"distanceMeters": meters, "duration": duration}]
    }


def test_every_stop_ends_a_leg_and_all_legs_and_steps_add_up():
    (found,) = routes(intermediates=[{"address": "Potsdam"}, {"address": "Hanover"}])["routes"]
    assert len(found["legs"]) == 3
    assert sum(leg["distanceMeters"] for leg in found["legs"]) == found["distanceMeters"]
    assert sum(seconds(leg["duration"]) for leg in found["legs"]) == seconds(found["duration"])
    for leg in found["legs"]:
        assert sum(step["distanceMeters"] for step in leg["steps"]) == leg["distanceMeters"]
        assert sum(seconds(step["staticDuration"]) for step in leg["steps"]) == seconds(leg["staticDuration"])
    ends = [(leg["startLocation"]["latLng"], leg["endLocation"]["latLng"]) for leg in found["legs"]]
    assert [end for _, end in ends[:-1]] == [start for start, _ in ends[1:]]


def test_a_point_that_is_only_passed_ends_no_leg():
    (found,) = routes(intermediates=[{"address": "Potsdam", "via": True}, {"address": "Hanover"}])["routes"]
    assert len(found["legs"]) == 2
    assert len(found["legs"][0]["steps"]) == 6


def test_the_steps_of_a_leg_follow_each_other_from_its_start_to_its_end():
    (leg,) = routes()["routes"][0]["legs"]
    points = [(step["startLocation"]["latLng"], step["endLocation"]["latLng"]) for step in leg["steps"]]
    assert points[0][0] == leg["startLocation"]["latLng"] == {"latitude": 52.52437, "longitude": 13.41053}
    assert points[-1][1] == leg["endLocation"]["latLng"] == {"latitude": 53.55073, "longitude": 9.99302}
    assert [end for _, end in points[:-1]] == [start for start, _ in points[1:]]


def test_no_line_is_made_up():
    assert routes(mask="routes.polyline,routes.legs.polyline") == {"routes": [{"legs": [{}]}]}


def test_all_words_of_a_route_say_that_it_is_a_mock_service():
    (found,) = routes()["routes"]
    assert found["description"] == "Mock service Road 1"
    assert found["warnings"] == ["This is a mock service: straight lines and rough estimates, no real roads."]
    assert [step["navigationInstruction"]["instructions"] for step in found["legs"][0]["steps"]] == [
        "Mock service step 1 of 3: go on for 0.4 km",
        "Mock service step 2 of 3: go on for 331 km",
        "Mock service step 3 of 3: go on for 0.4 km",
    ]


@pytest.mark.parametrize(
    ("more", "distance"),
    [
        ({}, "332 km"),
        ({"units": "IMPERIAL"}, "206 mi"),
        ({"origin": {"address": "Boston, MA"}, "destination": {"address": "New York"}}, "247 mi"),
        ({"origin": {"address": "Boston, MA"}, "destination": {"address": "New York"}, "units": "METRIC"}, "398 km"),
    ],
)
def test_lengths_are_in_the_units_of_the_request_or_of_the_origins_country(more, distance):
    (found,) = routes(mask="routes.localizedValues.distance", **more)["routes"]
    assert found == {"localizedValues": {"distance": {"text": distance}}}


@pytest.mark.parametrize("preference", ["TRAFFIC_AWARE", "TRAFFIC_AWARE_OPTIMAL"])
def test_with_traffic_it_takes_longer_than_without(preference):
    (found,) = routes(mask="routes.duration,routes.staticDuration", routingPreference=preference)["routes"]
    assert found == {"duration": "19635s", "staticDuration": "17074s"}


def test_addresses_are_told_as_they_were_found():
    found = routes(
        mask="geocodingResults",
        origin={"address": "Brandenburg Gate, Berlin"},
        intermediates=[at(52.5, 13), {"address": "Potsdam"}],
    )
    assert found["geocodingResults"]["origin"] == {
        "geocoderStatus": {},
        "type": ["locality", "political"],
        "partialMatch": True,
        "placeId": BERLIN,
    }
    assert "partialMatch" not in found["geocodingResults"]["destination"]
    assert [each["intermediateWaypointRequestIndex"] for each in found["geocodingResults"]["intermediates"]] == [1]


def test_coordinates_and_place_ids_are_waypoints_and_have_no_geocoding_result():
    found = routes(origin=at(52.52437, 13.41053), destination={"placeId": "Mock-city-2911298"})
    assert found["geocodingResults"] == {}
    assert found["routes"][0]["distanceMeters"] == 331989


def test_an_address_that_is_not_found_has_a_status_and_no_route():
    found = routes(destination={"address": "Nowhereville"})
    assert found.keys() == {"geocodingResults"}
    assert found["geocodingResults"]["destination"]["geocoderStatus"] == {"code": 5, "message": known()}


def test_there_is_no_route_over_an_ocean():
    assert routes(mask="routes.duration", destination={"address": "New York"}) == {}
    assert routes(mask="routes.duration", destination=at(45, -30)) == {}


def test_a_way_of_no_length_takes_no_time():
    (found,) = routes(destination={"address": "Berlin"})["routes"]
    assert (found["duration"], found["legs"][0]["duration"]) == ("0s", "0s")
    assert "distanceMeters" not in found


def test_alternatives_come_second_and_not_with_stops():
    mask = "routes.routeLabels,routes.description,routes.distanceMeters"
    assert routes(mask=mask, computeAlternativeRoutes=True)["routes"] == [
        {"routeLabels": ["DEFAULT_ROUTE"], "description": "Mock service Road 1", "distanceMeters": 331989},
        {"routeLabels": ["DEFAULT_ROUTE_ALTERNATE"], "description": "Mock service Road 2", "distanceMeters": 365188},
    ]
    assert len(routes(mask=mask, computeAlternativeRoutes=True, intermediates=[{"address": "Potsdam"}])["routes"]) == 1


def test_stops_are_put_in_order_when_that_is_asked_for():
    stops = [{"address": "Hanover"}, {"address": "Potsdam"}, {"address": "Leipzig"}]
    (found,) = routes(mask=f"{ORDER},routes.legs.endLocation", intermediates=stops, optimizeWaypointOrder=True)["routes"]
    assert found["optimizedIntermediateWaypointIndex"] == [1, 2, 0]
    assert found["legs"][0]["endLocation"]["latLng"] == {"latitude": 52.39886, "longitude": 13.06566}


def test_a_transit_trip_is_a_ride_between_two_walks():
    departure = when(days=3)
    (found,) = routes(travelMode="TRANSIT", departureTime=departure)["routes"]
    walk, ride, last = found["legs"][0]["steps"]
    assert [step["travelMode"] for step in (walk, ride, last)] == ["WALK", "TRANSIT", "WALK"]
    assert (walk["distanceMeters"], last["distanceMeters"]) == (400, 400)
    details = ride["transitDetails"]
    assert details["transitLine"]["agencies"] == [{"name": "Mock service Transit"}]
    assert details["stopDetails"]["departureStop"]["name"] == "Mock service Stop A"
    started = datetime.fromisoformat(departure) + timedelta(seconds=seconds(walk["staticDuration"]))
    assert datetime.fromisoformat(details["stopDetails"]["departureTime"]) == started


def test_a_transit_trip_may_end_at_a_time():
    arrival = when(days=3)
    (found,) = routes(travelMode="TRANSIT", arrivalTime=arrival)["routes"]
    _, ride, last = found["legs"][0]["steps"]
    ended = datetime.fromisoformat(arrival) - timedelta(seconds=seconds(last["staticDuration"]))
    assert datetime.fromisoformat(ride["transitDetails"]["stopDetails"]["arrivalTime"]) == ended


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"origin": None}, "Origin and destination must be set."),
        ({"destination": {}}, "Origin and destination must be set."),
        ({"origin": {"address": ""}}, "origin: one of location, place_id and address must be set."),
        ({"origin": {"sideOfRoad": True}}, "origin: one of location, place_id and address must be set."),
        ({"origin": {"location": {}}}, "origin: location.lat_lng must be set."),
        ({"origin": at(90.1, 0)}, "origin: latitude must be in [-90, 90] and longitude in [-180, 180]."),
        ({"intermediates": [at(0, 180.1)]}, "intermediates[0]: latitude must be in [-90, 90] and longitude in [-180, 180]."),
        (
            {"origin": {"location": {"latLng": {"latitude": 52, "longitude": 13}, "heading": 361}}},
            "origin: heading must be in [0, 360].",
        ),
        (
            {"origin": {"placeId": "ChIJAVkDPzdOqEcRcDteW0YgIQQ"}},
            "origin: Invalid place ID: ChIJAVkDPzdOqEcRcDteW0YgIQQ. (mock service: it knows only IDs that begin with Mock-)",
        ),
        ({"origin": {"address": "Berlin", "via": True}}, "origin: via can only be set on intermediate waypoints."),
        ({"intermediates": [{"address": "Potsdam"}] * 26}, "intermediates: at most 25 are supported, got 26."),
        (
            {"travelMode": "TRANSIT", "intermediates": [{"address": "Potsdam"}]},
            "Intermediate waypoints are not supported for TRANSIT travel mode.",
        ),
        (
            {"travelMode": "WALK", "routingPreference": "TRAFFIC_UNAWARE"},
            "Routing preference cannot be set for WALK or BICYCLE routing mode.",
        ),
        (
            {"travelMode": "BICYCLE", "routingPreference": "TRAFFIC_AWARE"},
            "Routing preference cannot be set for WALK or BICYCLE routing mode.",
        ),
        (
            {"travelMode": "TRANSIT", "routingPreference": "TRAFFIC_AWARE"},
            "Routing preference cannot be set for TRANSIT travel mode.",
        ),
        ({"departureTime": when(minutes=-1)}, "Timestamp must be set to a future time."),
        ({"travelMode": "WALK", "departureTime": when(minutes=-1)}, "Timestamp must be set to a future time."),
        (
            {"travelMode": "TRANSIT", "departureTime": when(days=-8)},
            "Transit trips are available for up to 7 days in the past or 100 days in the future.",
        ),
        (
            {"travelMode": "TRANSIT", "arrivalTime": when(days=101)},
            "Transit trips are available for up to 7 days in the past or 100 days in the future.",
        ),
        (
            {"travelMode": "TRANSIT", "arrivalTime": when(days=1), "departureTime": when(days=1)},
            "Only one of departure_time and arrival_time can be set.",
        ),
        (
            {"trafficModel": "PESSIMISTIC", "routingPreference": "TRAFFIC_AWARE"},
            "traffic_model can only be set for travel_mode DRIVE with routing_preference TRAFFIC_AWARE_OPTIMAL.",
        ),
        ({"transitPreferences": {}}, "transit_preferences can only be set for travel_mode TRANSIT."),
        (
            {"extraComputations": ["EXTRA_COMPUTATION_UNSPECIFIED"]},
            "extra_computations: EXTRA_COMPUTATION_UNSPECIFIED is not allowed.",
        ),
        (
            {"requestedReferenceRoutes": ["REFERENCE_ROUTE_UNSPECIFIED"]},
            "requested_reference_routes: REFERENCE_ROUTE_UNSPECIFIED is not allowed.",
        ),
        (
            {"optimizeWaypointOrder": True, "intermediates": [{"address": "Potsdam", "via": True}]},
            "optimize_waypoint_order cannot be set with via waypoints.",
        ),
    ],
)
def test_what_the_reference_does_not_allow_is_a_bad_request(more, words):
    answer = newer(ROUTES, route(**more))
    assert answer[0] == 400
    assert message(answer) == words


def test_an_order_that_is_asked_for_has_to_be_in_the_mask():
    body = route(optimizeWaypointOrder=True, intermediates=[{"address": "Potsdam"}])
    assert message(newer(ROUTES, body, mask="routes.duration")) == f"optimize_waypoint_order needs {ORDER} in the field mask."


@pytest.mark.parametrize(
    "more",
    [
        {"travelMode": "TRAVEL_MODE_UNSPECIFIED", "routingPreference": "TRAFFIC_AWARE"},
        {"travelMode": "WALK", "routingPreference": "ROUTING_PREFERENCE_UNSPECIFIED"},
        {"travelMode": "TRANSIT", "departureTime": when(days=-6)},
        {"arrivalTime": when(days=-30)},
        {"departureTime": when(days=1)},
        {"trafficModel": "PESSIMISTIC", "routingPreference": "TRAFFIC_AWARE_OPTIMAL"},
        {"intermediates": [{"address": "Potsdam"}] * 25},
        {"routeModifiers": {"avoidTolls": True, "vehicleInfo": {"emissionType": "ELECTRIC"}}, "languageCode": "de"},
    ],
)
def test_what_the_reference_allows_is_answered(more):
    assert len(routes(mask="routes.duration", **more)["routes"]) == 1
