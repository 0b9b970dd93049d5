"""Every conversation of the Google Maps agent against the built tools and Google's mock service; the
tests ask the mock service for the facts themselves."""

import json
import re
import urllib.request

import boto3
import pytest

from local.mock_services.server import MockServer
from local.scripted_model.conversations import SCRIPTS, Text, ToolResult, ToolUse, play
from local.scripted_model.conversations.google_maps.words import MOCK_SERVICE, in_words, saying_who_answered

QUESTIONS = list(SCRIPTS["google-maps"].conversations)
KEY = "mock-key"
DEMO = "How long is the drive from Hamburg to Munich with a stop in Leipzig, and where could I have a coffee there?"


@pytest.fixture(scope="module")
def mock_service():
    with MockServer().serving() as server:
        yield server.url


@pytest.fixture
def ask(drive, built_tools_of, mock_service, aws):
    environment = {"google-maps": {"SECRET_ARN_GOOGLE_MAPS": secret_arn(), "SETTING_GATEWAY": mock_service}}
    return lambda question: drive(question, built_tools_of("google-maps", environment), "google-maps")


def secret_arn():
    """Of a key that the mock service takes. One for all tests: each environment is a process."""
    secrets = boto3.client("secretsmanager")
    name = "google_maps-of-conversations"
    try:
        return secrets.create_secret(Name=name, SecretString=KEY)["ARN"]
    except secrets.exceptions.ResourceExistsException:
        return secrets.describe_secret(SecretId=name)["ARN"]


@pytest.fixture
def google(mock_service):
    """Asks the mock service itself, without our tools."""

    def post(place, fields, body):
        headers = {"X-Goog-Api-Key": KEY, "X-Goog-FieldMask": fields, "Content-Type": "application/json"}
        request = urllib.request.Request(f"{mock_service}/{place}", json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read())

    return post


def directions(google, mode, *stops):
    """The legs of a route as pairs of metres and seconds."""
    origin, *between, destination = ({"address": stop} for stop in stops)
    body = {"origin": origin, "destination": destination, "intermediates": between, "travelMode": mode}
    found = google("routes.googleapis.com/directions/v2:computeRoutes", "routes.legs.distanceMeters,routes.legs.duration", body)
    return [(leg["distanceMeters"], int(leg["duration"].removesuffix("s"))) for leg in found["routes"][0]["legs"]]


def search(google, query, fields):
    body = {"textQuery": query, "pageSize": 20, "languageCode": "en"}
    found = google("places.googleapis.com/v1/places:searchText", ",".join(f"places.{field}" for field in fields), body)
    return found["places"]


def hours(seconds):
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02} min"


def test_a_drive_with_a_stop_has_all_legs_and_a_cafe(ask, google):
    played = ask(DEMO)
    assert played.uses() == [["maps_directions", "maps_search_places"], ["final_answer"]]
    legs = directions(google, "DRIVE", "Hamburg, Germany", "Leipzig, Germany", "Munich, Germany")
    assert len(legs) == 2
    output = played.output
    assert [(way["distance_meters"], way["duration_seconds"]) for way in output["routes"]] == legs
    assert [(way["origin"], way["destination"], way["mode"]) for way in output["routes"]] == [
        ("Hamburg, Germany", "Leipzig, Germany", "driving"),
        ("Leipzig, Germany", "Munich, Germany", "driving"),
    ]
    meters, seconds = (sum(leg[part] for leg in legs) for part in (0, 1))
    assert output["answer"].startswith(
        f"{MOCK_SERVICE}The drive is {meters / 1000:,.0f} km and takes {hours(seconds)} without traffic: Hamburg, "
    )
    cafes = search(google, "café in Leipzig, Germany", ("displayName", "rating", "userRatingCount", "id"))[:10]
    best = max(cafes, key=lambda cafe: (cafe["rating"], cafe["userRatingCount"]))
    assert [place["place_id"] for place in output["places"]] == [best["id"]]
    assert f"For a coffee: {best['displayName']['text']}, rated {best['rating']} by" in output["answer"]
    assert output["answer"].endswith("Warning: This is a mock service: straight lines and rough estimates, no real roads.")


def test_the_nearest_town_is_the_one_with_the_shortest_time(ask, google):
    played = ask("Which of Paris, Vienna and Rome is the nearest to Zurich, by car and by public transport?")
    assert played.uses() == [["maps_distance_matrix", "maps_distance_matrix"], ["maps_geocode"], ["final_answer"]]
    towns = ("Paris, France", "Vienna, Austria", "Rome, Italy")
    times = {
        (mode, town): directions(google, googles, "Zurich, Switzerland", town)[0][1]
        for mode, googles in (("driving", "DRIVE"), ("transit", "TRANSIT"))
        for town in towns
    }
    ways = {(way["mode"], way["destination"]): way["duration_seconds"] for way in played.output["routes"]}
    assert ways == times
    nearest = min(towns, key=lambda town: times["driving", town])
    assert played.output["answer"].startswith(
        f"{MOCK_SERVICE}By time on the way, {nearest} (mock) is the nearest by car. By car: {nearest} "
    )
    assert [place["address"] for place in played.output["places"]] == [f"{nearest} (mock)"]


def test_a_field_that_there_is_not_is_refused_and_the_right_one_taken_from_the_error(ask, google):
    played = ask("How do I get from Berlin to Potsdam by bicycle?")
    assert played.uses() == [["maps_directions"], ["maps_directions"], ["final_answer"]]
    [error] = played.errors()
    assert "input has no field travel_mode; allowed are origin, destination, " in error
    assert played.turns[1][1].input == {"origin": "Berlin, Germany", "destination": "Potsdam, Germany", "mode": "bicycling"}
    [(meters, seconds)] = directions(google, "BICYCLE", "Berlin, Germany", "Potsdam, Germany")
    assert played.output["answer"].startswith(f"{MOCK_SERVICE}It is {meters / 1000:.1f} km by bicycle and takes {hours(seconds)}.")


def test_the_repair_takes_the_field_that_the_error_names():
    error = ToolResult("… Given: {}. maps_directions takes: origin (string, required), way_mode (string).", is_error=True)
    turn = play("google-maps", "How do I get from Berlin to Potsdam by bicycle?", [[error]])
    assert turn[1].input["way_mode"] == "bicycling"


def test_where_there_is_no_way_the_answer_says_so(ask):
    played = ask("Can I drive from London to New York?")
    assert len(played.errors()) == 1
    said = 'No. A mock service answered in Google\'s place: Google knows no route by driving from "London, UK" to "New York, USA".'
    assert played.output["answer"].startswith(said)
    assert played.output["routes"] == []


def test_the_best_museum_is_looked_up(ask, google):
    played = ask("Which museum in Amsterdam has the best rating, and when is it open?")
    assert played.uses() == [["maps_search_places"], ["maps_place_details"], ["final_answer"]]
    museums = search(google, "museum in Amsterdam, Netherlands", ("displayName", "formattedAddress", "rating", "userRatingCount"))
    best = max(museums, key=lambda museum: (museum["rating"], museum["userRatingCount"]))
    assert played.output["answer"].startswith(
        f"{MOCK_SERVICE}{best['displayName']['text']}, {best['formattedAddress']}, is rated best of "
    )
    assert f"is rated best of {len(museums)} museums that were found: {best['rating']} of 5" in played.output["answer"]
    assert re.search(r"It is open: Monday: 10:00\sAM – ", played.output["answer"])


def test_what_is_at_a_point_and_how_high(ask, mock_service):
    played = ask("What is at 48.8584, 2.2945, and how high above the sea is it?")
    assert played.uses() == [["maps_reverse_geocode", "maps_elevation"], ["final_answer"]]
    url = f"{mock_service}/maps.googleapis.com/maps/api/elevation/json?locations=48.8584,2.2945&key={KEY}"
    with urllib.request.urlopen(url, timeout=10) as answer:
        [found] = json.loads(answer.read())["results"]
    assert played.output["answer"] == (
        f"{MOCK_SERVICE}It is Mock Street at 48.85840,2.29450, Paris, France (mock), {found['elevation']:,.0f} m above the sea."
    )
    assert played.output["places"][0]["elevation_meters"] == round(found["elevation"], 1)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_says_once_and_first_that_a_mock_service_gave_its_numbers(ask, question):
    played = ask(question)
    marked = [result for turn in played.results for result in turn if result.content.startswith('{"answered_by":"a mock service ')]
    # Where there is no way, all that comes is an error, without a number.
    assert bool(marked) is (question != "Can I drive from London to New York?")
    answer = played.output["answer"]
    assert (answer.startswith(MOCK_SERVICE), answer.count(MOCK_SERVICE)) == (bool(marked), int(bool(marked)))


@pytest.mark.parametrize("question", QUESTIONS)
def test_from_google_itself_it_is_the_same_answer_without_a_warning_of_a_mock_service(ask, question):
    results = ask(question).results[:-1]
    googles = [[ToolResult(unmarked(result.content), result.is_error) for result in turn] for turn in results]
    by_mock_service, by_google = (play("google-maps", question, each)[-1].input["answer"] for each in (results, googles))
    assert by_google == by_mock_service.removeprefix(MOCK_SERVICE)
    assert not by_google.startswith("A mock service")


def unmarked(content):
    return re.sub(r'^\{"answered_by":"[^"]*",', "{", content)


@pytest.mark.parametrize(
    "preview", [{"answered_by": "a mock service", "places": []}, '{"answered_by":"a mock service","places":[{"na…']
)
def test_a_result_that_was_too_big_says_it_in_its_preview(preview):
    @saying_who_answered
    def any_conversation(question):
        yield [Text("Before any result.")]
        yield [Text("After it."), in_words("The answer.")]

    turns = any_conversation("?")
    assert next(turns) == [Text("Before any result.")]
    result = ToolResult(json.dumps({"note": "too big", "preview": preview}))
    assert turns.send([result]) == [Text("After it."), in_words(f"{MOCK_SERVICE}The answer.")]


STRANGE = [
    ToolResult("The tool crashed: States.TaskFailed", is_error=True),
    ToolResult("", is_error=False),
    ToolResult("[]", is_error=False),
    ToolResult('{"rows": 5}', is_error=False),
    ToolResult('{"mode": "driving", "legs": [], "distance_meters": 1, "duration_seconds": 1, "warnings": []}', is_error=False),
    ToolResult('{"query": "café", "places": []}', is_error=False),
    ToolResult('{"mode": "driving", "connections": []}', is_error=False),
    ToolResult('{"results": []}', is_error=False),
    ToolResult('{"note": "too big", "preview": {"mode": "driving", "legs": null}}', is_error=False),
]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("strange", STRANGE, ids=lambda result: result.content or "empty")
def test_whatever_the_tools_return_a_conversation_ends_with_an_answer(drive, question, strange):
    played = drive(question, lambda tool_use, id: strange, "google-maps")
    assert played.output["answer"]
    assert played.output["routes"] == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_conversation_knows_its_answer_before_the_tools_do(question):
    turn = play("google-maps", question, [])
    assert [block for block in turn if isinstance(block, ToolUse)]
    assert all(block.name != "final_answer" for block in turn if isinstance(block, ToolUse))


def test_the_first_question_that_people_are_offered_is_the_demo():
    assert QUESTIONS[0] == DEMO
