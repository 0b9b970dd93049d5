"""computeRoutes: a route over all waypoints, with a leg for each stop.

https://developers.google.com/maps/documentation/routes/reference/rest/v2/TopLevel/computeRoutes

These are left out: lines, tolls, fuel, speeds on the way, tokens, and reference routes other than the default one. The best order
of stops is always by their distance from the origin.
"""

from dataclasses import replace
from itertools import pairwise
from typing import Any

from local.mock_services.google_maps.errors import demand
from local.mock_services.google_maps.field_mask import FieldMask
from local.mock_services.google_maps.points import meters
from local.mock_services.google_maps.route import route
from local.mock_services.google_maps.route_rules import check
from local.mock_services.google_maps.travel import Trip, Way
from local.mock_services.google_maps.waypoints import waypoint

MOST_INTERMEDIATES = 25
_ORDER = "routes.optimizedIntermediateWaypointIndex"


def compute_routes(request: dict[str, Any], mask: FieldMask) -> dict[str, Any]:
    """Return a ComputeRoutesResponse. Raises ApiError."""
    given, optimize = request.get("intermediates", []), request.get("optimizeWaypointOrder", False)
    demand(request.get("origin") and request.get("destination"), "Origin and destination must be set.")
    demand(len(given) <= MOST_INTERMEDIATES, f"intermediates: at most {MOST_INTERMEDIATES} are supported, got {len(given)}.")
    words = "Intermediate waypoints are not supported for TRANSIT travel mode."
    demand(request.get("travelMode") != "TRANSIT" or not given, words)
    check(request)
    unset = "REFERENCE_ROUTE_UNSPECIFIED" in request.get("requestedReferenceRoutes", [])
    demand(not unset, "requested_reference_routes: REFERENCE_ROUTE_UNSPECIFIED is not allowed.")
    region = request.get("regionCode", "")
    origin, destination = (waypoint(request[field], field, region) for field in ("origin", "destination"))
    between = [waypoint(each, f"intermediates[{number}]", region, terminal=False) for number, each in enumerate(given)]
    demand(not optimize or not any(each.via for each in between), "optimize_waypoint_order cannot be set with via waypoints.")
    demand(not optimize or mask.selects(_ORDER), f"optimize_waypoint_order needs {_ORDER} in the field mask.")

    numbered = [each.geocoded | {"intermediateWaypointRequestIndex": n} for n, each in enumerate(between) if each.geocoded]
    geocoded = {"origin": origin.geocoded, "destination": destination.geocoded, "intermediates": numbered}
    points = [each.point for each in (origin, *between, destination) if each.point]
    if len(points) < len(between) + 2:
        return {"geocodingResults": geocoded}
    order = list(range(len(between)))
    if optimize:
        order.sort(key=lambda number: meters(points[0], points[number + 1]))
    trip = Trip(request, points[0])
    over = [points[0], *(points[number + 1] for number in order), points[-1]]
    ways = [way for start, end in pairwise(over) if (way := trip.way(start, end))]
    if len(ways) < len(between) + 1:
        return {"geocodingResults": geocoded}
    routes = [route(_legs(ways, [between[number].via for number in order]), trip, request)]
    if request.get("computeAlternativeRoutes") and not given and ways[0].meters:
        longer = {name: round(getattr(ways[0], name) * 1.1) for name in ("meters", "static", "seconds")}
        routes.append(route([[replace(ways[0], **longer)]], trip, request, 2))
    if optimize:
        routes[0]["optimizedIntermediateWaypointIndex"] = order
    return {"routes": routes, "geocodingResults": geocoded}


def _legs(ways: list[Way], passed: list[bool]) -> list[list[Way]]:
    """Return the ways of each leg. A leg ends at each stop that isn't only passed."""
    legs = [[ways[0]]]
    for way, is_passed in zip(ways[1:], passed, strict=True):
        if is_passed:
            legs[-1].append(way)
        else:
            legs.append([way])
    return legs
