"""Conversations that compare many distances."""

from agents.google_maps import GOOGLE_MAPS
from local.scripted_model.conversations.google_maps.words import (
    MODES,
    Way,
    final,
    hours,
    kilometres,
    listed,
    place,
    read_addresses,
    read_ways,
)
from local.scripted_model.conversations.script import Conversation, Text, ToolUse, UnusableResultError, conversation

HOME = "Zurich, Switzerland"
TOWNS = ["Paris, France", "Vienna, Austria", "Rome, Italy"]


@conversation(GOOGLE_MAPS.questions[1], agent="google-maps")
def nearest_to_zurich(question: str) -> Conversation:
    """Ask for two matrices in one turn, then for the details of the nearest place."""
    modes = ("driving", "transit")
    results = yield [ToolUse("maps_distance_matrix", {"origins": [HOME], "destinations": TOWNS, "mode": mode}) for mode in modes]
    ways = [sorted(read_ways(result), key=lambda way: way.seconds) for result in results]
    first = next((found[0] for found in ways if found), None)
    if first is None:
        raise UnusableResultError(f"there is no way from {HOME} to any of {listed(TOWNS)}")
    [located] = yield [Text("Where is the one that is reached first?"), ToolUse("maps_geocode", {"address": first.destination})]
    winner = read_addresses(located)[0]
    lines = [line(MODES[mode], found) for mode, found in zip(modes, ways, strict=True)]
    yield final(
        f"By time on the way, {winner['address']} is the nearest {MODES[first.mode]}. {' '.join(lines)} "
        "Car times are without traffic.",
        [place(winner)],
        [way for found in ways for way in found],
    )


def line(by: str, ways: list[Way]) -> str:
    towns = [f"{way.destination} {hours(way.seconds)}, {kilometres(way.meters)} km" for way in ways]
    return f"{by[0].upper()}{by[1:]}: {'; '.join(towns) or 'no way to any of them'}."
