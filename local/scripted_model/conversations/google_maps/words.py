"""What the Google Maps agent's conversations say and read: an answer by the agent's schema, and the places and ways in results."""

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
        """As the agent's output schema has it."""
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
    """The same conversation; its answer begins with a warning if any result says that a mock service gave it."""

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
    """Like `1 h 05 min`."""
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


def listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def read_route(result: ToolResult) -> Route:
    """Of maps_directions."""

    def made(content: dict[str, Any]) -> Route:
        legs = [Way(leg["from"], leg["to"], content["mode"], *_length(leg)) for leg in content["legs"]]
        if not legs or content["mode"] not in MODES:
            raise ValueError("no legs, or a mode that nobody knows")
        return Route(legs, *_length(content), [str(warning) for warning in content["warnings"]])

    return _read(result, "route", made)


def read_ways(result: ToolResult) -> list[Way]:
    """The connections of maps_distance_matrix that there are."""

    def made(content: dict[str, Any]) -> list[Way]:
        found = [each for each in content["connections"] if each["status"] == "ok"]
        return [Way(each["origin"], each["destination"], content["mode"], *_length(each)) for each in found]

    return _read(result, "list of connections", made)


def read_places(result: ToolResult) -> list[dict[str, Any]]:
    """Of maps_search_places, those of which name, address and coordinates are known."""
    known = ("name", "address", "latitude", "longitude")
    return _read(
        result,
        "list of places",
        lambda content: [each for each in content["places"] if all(each[field] is not None for field in known)],
    )


def read_addresses(result: ToolResult) -> list[dict[str, Any]]:
    """Of maps_geocode and maps_reverse_geocode: at least one."""

    def made(content: dict[str, Any]) -> list[dict[str, Any]]:
        fields = ("address", "latitude", "longitude", "place_id")
        return [{field: each[field] for field in fields} for each in [content["results"][0], *content["results"][1:]]]

    return _read(result, "list of addresses", made)


def read_details(result: ToolResult) -> dict[str, Any]:
    """Of maps_place_details."""
    return _read(result, "place", lambda content: content if content["place_id"] else {})


def read_height(result: ToolResult) -> float:
    """Of the first location that maps_elevation was asked for."""
    return _read(result, "list of heights", lambda content: float(content["locations"][0]["elevation_meters"]))


def place(found: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A place as the agent's output schema has it. An address is its own name."""
    fields = ("name", "address", "latitude", "longitude", "place_id")
    return {"name": found["address"]} | {field: found[field] for field in fields if field in found} | more


def _warned(block: Text | ToolUse) -> Text | ToolUse:
    if isinstance(block, Text) or block.name != "final_answer":
        return block
    return replace(block, input=block.input | {"answer": MOCK_SERVICE + block.input["answer"]})


def _by_a_mock_service(result: ToolResult) -> bool:
    try:
        content = json.loads(result.content)
        # One that was too big to be shown: its preview says it.
        return "answered_by" in content.get("preview", content)
    except (AttributeError, TypeError, ValueError):
        return False


def _length(of: dict[str, Any]) -> tuple[int, int]:
    return int(of["distance_meters"]), int(of["duration_seconds"])


def _read(result: ToolResult, what: str, make: Callable[[dict[str, Any]], T]) -> T:
    """Raises UnusableResultError, with what the tool said instead."""
    if result.is_error:
        raise UnusableResultError(f"a tool failed: {result.content[:300]}")
    try:
        content = json.loads(result.content)
        # One that was too big to be shown.
        return make(content.get("preview", content))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as wrong:
        raise UnusableResultError(f"a tool returned no {what}: {result.content[:300]}") from wrong
