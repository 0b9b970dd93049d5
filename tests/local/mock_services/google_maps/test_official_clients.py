"""The second opinion: Google's own clients speak to the mock service over HTTP and read its answers.

They leave out what they don't know, so every answer is also read strictly into their messages.
"""

import googlemaps
import pytest
from google.api_core.exceptions import BadRequest, Forbidden, NotFound, ServiceUnavailable, TooManyRequests
from google.auth.api_key import Credentials
from google.maps.places_v1 import Place, PlacesClient, SearchTextRequest, SearchTextResponse
from google.maps.places_v1.services.places.transports import PlacesRestTransport
from google.maps.routing_v2 import (
    ComputeRouteMatrixRequest,
    ComputeRoutesRequest,
    ComputeRoutesResponse,
    RouteMatrixElement,
    RouteMatrixElementCondition,
    RoutesClient,
)
from google.maps.routing_v2.services.routes.transports import RoutesRestTransport
from google.protobuf.json_format import ParseDict

from local.mock_services.server import MockServer
from tests.local.mock_services.google_maps.asking import BERLIN, CAFE, MATRIX, ROUTES, SEARCH, matrix, newer, place, route

EVERYTHING = [("x-goog-fieldmask", "*")]
CIRCLE = {"circle": {"center": {"latitude": 52.52, "longitude": 13.4}, "radius": 500}}
# Fields that the REST reference has and Google's messages in Python don't.
ONLY_IN_REST = {"nextPageToken", "searchUri"}


@pytest.fixture(scope="module")
def url():
    with MockServer().serving() as server:
        yield server.url


def places(url, key="any"):
    host = f"{url}/places.googleapis.com"
    return PlacesClient(transport=PlacesRestTransport(host=host, url_scheme="http", credentials=Credentials(key)))


def routes(url, key="any"):
    host = f"{url}/routes.googleapis.com"
    return RoutesClient(transport=RoutesRestTransport(host=host, url_scheme="http", credentials=Credentials(key)))


@pytest.fixture
def older(url):
    return googlemaps.Client(key="AIza", base_url=f"{url}/maps.googleapis.com")


def test_a_text_search_and_the_details_of_what_it_found(url):
    client = places(url)
    found = client.search_text(SearchTextRequest(text_query="cafés in Berlin", location_bias=CIRCLE), metadata=EVERYTHING)
    assert len(found.places) == 20
    assert client.get_place(name=f"places/{found.places[0].id}", metadata=EVERYTHING) == found.places[0]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (newer(SEARCH, {"textQuery": "hotels in Rome"}), SearchTextResponse),
        (place(CAFE), Place),
        (place(BERLIN), Place),
        (place("Mock-point-52.52000_13.40500"), Place),
        (newer(ROUTES, route(intermediates=[{"address": "Potsdam"}], optimizeWaypointOrder=True)), ComputeRoutesResponse),
        (newer(ROUTES, route(travelMode="TRANSIT")), ComputeRoutesResponse),
        (newer(ROUTES, route(computeAlternativeRoutes=True)), ComputeRoutesResponse),
        (newer(ROUTES, route(destination={"address": "Nowhereville"})), ComputeRoutesResponse),
        (newer(MATRIX, matrix(["Berlin"], ["Hamburg", "New York", "Nowhereville"])), RouteMatrixElement),
    ],
)
def test_every_field_of_an_answer_is_one_of_googles_messages(answer, message):
    status, body = answer
    assert status == 200
    for each in body if isinstance(body, list) else [body]:
        known = {name: value for name, value in each.items() if name not in ONLY_IN_REST}
        assert ParseDict(known, message.pb()(), ignore_unknown_fields=False).ByteSize() > 0


def test_a_route_with_all_its_legs(url):
    request = ComputeRoutesRequest(
        origin={"address": "Berlin"},
        destination={"place_id": "Mock-city-2911298"},
        intermediates=[{"location": {"lat_lng": {"latitude": 52.4, "longitude": 13.06}}}],
        travel_mode="DRIVE",
        routing_preference="TRAFFIC_AWARE",
    )
    (found,) = routes(url).compute_routes(request, metadata=EVERYTHING).routes
    assert len(found.legs) == 2
    assert found.distance_meters == sum(leg.distance_meters for leg in found.legs)
    end = found.legs[-1].end_location.lat_lng
    assert (end.latitude, end.longitude) == (53.55073, 9.99302)


def test_a_matrix_is_streamed(url):
    request = ComputeRouteMatrixRequest(
        origins=[{"waypoint": {"address": "Berlin"}}],
        destinations=[{"waypoint": {"address": "Hamburg"}}, {"waypoint": {"address": "New York"}}],
    )
    found = {each.destination_index: each for each in routes(url).compute_route_matrix(request, metadata=EVERYTHING)}
    assert found[0].distance_meters == 331989
    assert found[1].condition == RouteMatrixElementCondition.ROUTE_NOT_FOUND


@pytest.mark.parametrize(
    ("key", "error", "reason"),
    [
        ("invalid", BadRequest, "API_KEY_INVALID"),
        ("restricted", Forbidden, "API_KEY_SERVICE_BLOCKED"),
        ("disabled", Forbidden, "SERVICE_DISABLED"),
        ("no-quota", TooManyRequests, "RATE_LIMIT_EXCEEDED"),
    ],
)
def test_a_bad_key_is_the_error_that_the_client_knows(url, key, error, reason):
    with pytest.raises(error) as raised:
        places(url, key).get_place(name=f"places/{CAFE}", metadata=EVERYTHING, retry=None)
    assert raised.value.reason == reason


def test_other_errors_are_those_that_the_client_knows(url):
    with pytest.raises(ServiceUnavailable):
        routes(url, "unavailable").compute_routes(ComputeRoutesRequest(), metadata=EVERYTHING, retry=None)
    with pytest.raises(NotFound):
        places(url).get_place(name="places/ChIJAVkDPzdOqEcRcDteW0YgIQQ", metadata=EVERYTHING)
    with pytest.raises(BadRequest, match="FieldMask is a required parameter"):
        places(url).get_place(name=f"places/{CAFE}")
    with pytest.raises(BadRequest, match="origins: at least one is required"):
        list(routes(url).compute_route_matrix(ComputeRouteMatrixRequest(), metadata=EVERYTHING))


def test_the_older_apis_answer_their_client(older):
    assert older.geocode("Berlin")[0]["geometry"]["location"] == {"lat": 52.52437, "lng": 13.41053}
    assert older.geocode("Birmingham", components={"country": "US"})[0]["formatted_address"].startswith("Birmingham, AL")
    assert older.reverse_geocode((52.52, 13.405), result_type=["locality"])[0]["place_id"] == BERLIN
    assert older.geocode("Nowhereville") == []
    assert [each["elevation"] for each in older.elevation([(52.5, 13.4), (-33.9, 151.2)])] == [1052.5, 966.1]
    assert len(older.elevation_along_path([(52.5, 13.4), (50, 10)], 7)) == 7


def test_a_legacy_api_is_an_api_error_of_its_client(older):
    with pytest.raises(googlemaps.exceptions.ApiError, match=r"REQUEST_DENIED .*legacy API"):
        older.directions("Berlin", "Hamburg")
