"""Conversations about a route with several parts."""

from agents.google_maps import GOOGLE_MAPS
from local.scripted_model.conversations.google_maps.words import final, hours, kilometres, place, read_places, read_route
from local.scripted_model.conversations.script import Conversation, Text, ToolUse, conversation

STOPS = ("Hamburg, Germany", "Leipzig, Germany", "Munich, Germany")


@conversation(
    GOOGLE_MAPS.questions[0],
    agent="google-maps",
)
def drive_with_a_coffee(question: str) -> Conversation:
    """Use two tools at once. Use one of them again, about the place that was found."""
    origin, stop, destination = STOPS
    way, found = yield [
        Text("The way and the cafés don't depend on each other, so I ask for both at once."),
        ToolUse("maps_directions", {"origin": origin, "destination": destination, "waypoints": [stop], "mode": "driving"}),
        ToolUse("maps_search_places", {"query": f"café in {stop}", "max_results": 10, "language": "en"}),
    ]
    route, cafes = read_route(way), read_places(found)
    drive = (
        f"The drive is {kilometres(route.meters)} km and takes {hours(route.seconds)} without traffic: "
        f"{'; '.join(leg.in_words for leg in route.legs)}."
    )
    warnings = "".join(f" Warning: {warning}" for warning in route.warnings)
    if not cafes:
        yield final(f"{drive} No café was found in {stop}.{warnings}", ways=route.legs)
        return
    best = max(cafes, key=lambda cafe: (cafe.get("rating") or 0, cafe.get("rating_count") or 0))
    rated = f", rated {best['rating']} by {best['rating_count']} people" if best.get("rating") else ", which nobody has rated"
    yield final(
        f"{drive} For a coffee: {best['name']}{rated}, the best of {len(cafes)} that were found.{warnings}",
        [place(best)],
        route.legs,
    )
