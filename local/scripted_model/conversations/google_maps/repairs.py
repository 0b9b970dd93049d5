"""Conversations in which a first try fails. The error says how to repair it, or the answer explains it."""

import re

from local.scripted_model.conversations.google_maps.words import MODES, final, hours, kilometres, read_route
from local.scripted_model.conversations.script import Conversation, Text, ToolUse, UnusableResultError, conversation


@conversation("How do I get from Berlin to Potsdam by bicycle?", agent="google-maps")
def berlin_to_potsdam(question: str) -> Conversation:
    """Guess the name of a field. The tool refuses it and doesn't fall back to a way by car. The error names the right field."""
    ends = {"origin": "Berlin, Germany", "destination": "Potsdam, Germany"}
    guess = "travel_mode"
    [result] = yield [ToolUse("maps_directions", {**ends, guess: "bicycling"})]
    if result.is_error:
        takes = re.search(r" takes: ([^.]+)\.", result.content)
        fields = re.findall(r"\w+", takes[1]) if takes else []
        right = next((field for field in fields if field.endswith("mode") and field != guess), None)
        if right is None:
            raise UnusableResultError(f"the tool refused the input and names no field for the mode: {result.content[:300]}")
        [result] = yield [
            Text(f"There is no field {guess}; the one for it is {right}."),
            ToolUse("maps_directions", {**ends, right: "bicycling"}),
        ]
    route = read_route(result)
    warnings = "".join(f" Warning: {warning}" for warning in route.warnings)
    yield final(
        f"It is {kilometres(route.meters)} km {MODES[route.legs[0].mode]} and takes {hours(route.seconds)}.{warnings}",
        ways=route.legs,
    )


@conversation("Can I drive from London to New York?", agent="google-maps")
def london_to_new_york(question: str) -> Conversation:
    """Ask for a route that doesn't exist. The answer says so."""
    ends = {"origin": "London, UK", "destination": "New York, USA"}
    [result] = yield [ToolUse("maps_directions", {**ends, "mode": "driving"})]
    if result.is_error and "no route" in result.content:
        yield final(f"No. {result.content}")
        return
    route = read_route(result)
    yield final(f"Yes: it is {kilometres(route.meters)} km and takes {hours(route.seconds)}.", ways=route.legs)
