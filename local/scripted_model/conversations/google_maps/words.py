"""The sentences and results of the Google Maps agent's conversations: an answer by its schema, places and ways in results."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, TypeVar

from local.scripted_model.conversations.script import Conversation, Text, ToolResult, ToolUse, Turn, UnusableResultError

T = TypeVar("T")

MODES = {"driving": "by car", "walking": "on foot", "bicycling": "by bicycle", "transit": "by public transport"}
MOCK_SERVICE = "A mock service answered in the place of Google, so the numbers are made up or rough estimates. "


@dataclass(frozen=True)
class Way:
    """A leg of a route, or a connection of a matrix."""

    origin: str
    destination: str
    mode: str
    meters: int
    seconds: int

    @property
    def in_words(self) -> str:
        return f"{self.origin} to {self.destination}: {kilometres(self.meters)} km in {hours(self.seconds)}"

    @property
    def route(self) -> dict[str, Any]:
        """The way in the shape of the agent's output schema."""
        return {
            "origin": self.origin,
            "destination": self.destination,
            "mode": self.mode,
            "distance_meters": self.meters,
            "duration_seconds": self.seconds,
        }


@dataclass(frozen=True)
class Route:
    legs: list[Way]
    meters: int
    seconds: int
    warnings: list[str]


def in_words(text: str) -> ToolUse:
    return ToolUse("final_answer", {"answer": text, "places": [], "routes": []})


def final(answer: str, places: list[dict[str, Any]] | None = None, ways: list[Way] | None = None) -> Turn:
    return [ToolUse("final_answer", {"answer": answer, "places": places or [], "routes": [way.route for way in ways or []]})]


def saying_who_answered(conversation: Callable[[str], Conversation]) -> Callable[[str], Conversation]:
    """Return the same conversation. Its answer begins with a warning if any result comes from a mock service."""

    @wraps(conversation)
    def warning(question: str) -> Conversation:
        turns, stood_in = conversation(question), False
        try:
            turn = next(turns)
            while True:
                results = yield [_warned(block) for block in turn] if stood_in else turn
                stood_in = stood_in or any(_by_a_mock_service(result) for result in results)
                turn = turns.send(results)
        except StopIteration:
            return

    return warning


def kilometres(meters: int) -> str:
    return f"{meters / 1000:,.1f}" if meters < 100_000 else f"{meters / 1000:,.0f}"


def hours(seconds: int) -> str:
    """Return a duration like `1 h 05 min`."""
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


def listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def read_route(result: ToolResult) -> Route:
    """Return the route in a result of maps_directions."""

    def made(content: dict[str, Any]) -> Route:
        legs = [Way(leg["from"], leg["to"], content["mode"], *_length(leg)) for leg in content["legs"]]
        if not legs or content["mode"] not in MODES:
            raise ValueError("no legs, or a mode that nobody knows")
        return Route(legs, *_length(content), [str(warning) for warning in content["warnings"]])

    return _read(result, "route", made)


def read_ways(result: ToolResult) -> list[Way]:
    """Return the connections in a result of maps_distance_matrix. Pairs without a way are left out."""

    def made(content: dict[str, Any]) -> list[Way]:
        found = [each for each in content["connections"] if each["status"] == "ok"]
        return [Way(each["origin"], each["destination"], content["mode"], *_length(each)) for each in found]

    return _read(result, "list of connections", made)


def read_places(result: ToolResult) -> list[dict[str, Any]]:
    """Return the places in a result of maps_search_places that have a name, an address and coordinates."""
    known = ("name", "address", "latitude", "longitude")
    return _read(
        result,
        "list of places",
        lambda content: [each for each in content["places"] if all(each[field] is not None for field in known)],
    )


def read_addresses(result: ToolResult) -> list[dict[str, Any]]:
    """Return the addresses in a result of maps_geocode or maps_reverse_geocode. There is at least one."""

    def made(content: dict[str, Any]) -> list[dict[str, Any]]:
        fields = ("address", "latitude", "longitude", "place_id")
        return [{field: each[field] for field in fields} for each in [content["results"][0], *content["results"][1:]]]

    return _read(result, "list of addresses", made)


def read_details(result: ToolResult) -> dict[str, Any]:
    """Return the place in a result of maps_place_details."""
    return _read(result, "place", lambda content: content if content["place_id"] else {})


def read_height(result: ToolResult) -> float:
    """Return the height of the first location in a result of maps_elevation."""
    return _read(result, "list of heights", lambda content: float(content["locations"][0]["elevation_meters"]))


def place(found: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a place in the shape of the agent's output schema. The name of an address is the address itself."""
    fields = ("name", "address", "latitude", "longitude", "place_id")
    return {"name": found["address"]} | {field: found[field] for field in fields if field in found} | more


def _warned(block: Text | ToolUse) -> Text | ToolUse:
    if isinstance(block, Text) or block.name != "final_answer":
        return block
    return replace(block, input=block.input | {"answer": MOCK_SERVICE + block.input["answer"]})


def _by_a_mock_service(result: ToolResult) -> bool:
    try:
        content = json.loads(result.content)
        # A result that was too big to be shown has this field in its preview.
        return "answered_by" in content.get("preview", content)
    except (AttributeError, TypeError, ValueError):
        return False


def _length(of: dict[str, Any]) -> tuple[int, int]:
    return int(of["distance_meters"]), int(of["duration_seconds"])


def _read(result: ToolResult, what: str, make: Callable[[dict[str, Any]], T]) -> T:
    """Return the value that `make` reads from a result. Raises UnusableResultError that quotes the result."""
    if result.is_error:
        raise UnusableResultError(f"a tool failed: {result.content[:300]}")
    try:
        content = json.loads(result.content)
        # A result that was too big to be shown has a preview.
        return make(content.get("preview", content))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as wrong:
        raise UnusableResultError(f"a tool returned no {what}: {result.content[:300]}") from wrong
