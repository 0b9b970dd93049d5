"""Conversations about the sights of a place."""

from agents.google_maps import GOOGLE_MAPS
from local.scripted_model.conversations.google_maps.words import (
    final,
    place,
    read_addresses,
    read_details,
    read_height,
    read_places,
)
from local.scripted_model.conversations.script import Conversation, Text, ToolUse, conversation


@conversation(GOOGLE_MAPS.questions[2], agent="google-maps")
def best_museum(question: str) -> Conversation:
    """Search, then ask for all details of the best place."""
    town = "Amsterdam, Netherlands"
    [found] = yield [ToolUse("maps_search_places", {"query": f"museum in {town}", "max_results": 20, "language": "en"})]
    museums = [museum for museum in read_places(found) if museum.get("rating")]
    if not museums:
        yield final(f"No museum with a rating was found in {town}.")
        return
    best = max(museums, key=lambda museum: (museum["rating"], museum.get("rating_count") or 0))
    [details] = yield [
        Text(f"{best['name']} is ahead of {len(museums) - 1} others. When is it open?"),
        ToolUse("maps_place_details", {"place_id": best["place_id"], "language": "en"}),
    ]
    hours = read_details(details).get("opening_hours")
    opened = f"It is open: {'; '.join(map(str, hours))}" if hours else "When it is open isn't known"
    yield final(
        f"{best['name']}, {best['address']}, is rated best of {len(museums)} museums that were found: {best['rating']} of 5, by "
        f"{best.get('rating_count') or 0} people. {opened}.",
        [place(best)],
    )


@conversation(GOOGLE_MAPS.questions[3], agent="google-maps")
def what_is_there(question: str) -> Conversation:
    point = {"latitude": 48.8584, "longitude": 2.2945}
    address, height = yield [ToolUse("maps_reverse_geocode", point), ToolUse("maps_elevation", {"locations": [point]})]
    found, meters = read_addresses(address)[0], read_height(height)
    yield final(f"It is {found['address']}, {meters:,.0f} m above the sea.", [place(found, elevation_meters=meters)])
