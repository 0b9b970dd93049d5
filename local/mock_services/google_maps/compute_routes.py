"""computeRoutes: a route over all waypoints, with a leg for each stop.

https://developers.google.com/maps/documentation/routes/reference/rest/v2/TopLevel/computeRoutes

Not made up: tolls, fuel, speeds on the way, tokens, reference routes other than the default one. `polylineQuality` changes
nothing: a line here has few points anyway.
"""

from itertools import pairwise
from typing import Any

from local.mock_services.google_maps.errors import demand
from local.mock_services.google_maps.field_mask import FieldMask
from local.mock_services.google_maps.gazetteer import nearest
from local.mock_services.google_maps.geometry import meters
from local.mock_services.google_maps.places import NEAR_A_CITY
from local.mock_services.google_maps.route import Style, route
from local.mock_services.google_maps.route_rules import check, is_imperial, is_with_traffic, mode_of
from local.mock_services.google_maps.travel import Way, way
from local.mock_services.google_maps.waypoints import Waypoint, waypoint

MOST_INTERMEDIATES = 25
_ORDER = "routes.optimizedIntermediateWaypointIndex"


def compute_routes(request: dict[str, Any], mask: FieldMask) -> dict[str, Any]:
    """A ComputeRoutesResponse. Raises ApiError."""
    given = request.get("intermediates", [])
    demand(request.get("origin") and request.get("destination"), "Origin and destination must be set.")
    mode, optimize = mode_of(request), request.get("optimizeWaypointOrder", False)
    demand(len(given) <= MOST_INTERMEDIATES, f"intermediates: at most {MOST_INTERMEDIATES} are supported, got {len(given)}.")
    demand(mode != "TRANSIT" or not given, "Intermediate waypoints are not supported for TRANSIT travel mode.")
    check(request)
    unset = "REFERENCE_ROUTE_UNSPECIFIED" in request.get("requestedReferenceRoutes", [])
    demand(not unset, "requested_reference_routes: REFERENCE_ROUTE_UNSPECIFIED is not allowed.")
    region = request.get("regionCode", "")
    origin, destination = (waypoint(request[field], field, region) for field in ("origin", "destination"))
    between = [waypoint(each, f"intermediates[{number}]", region, terminal=False) for number, each in enumerate(given)]
    demand(not optimize or not any(each.via for each in between), "optimize_waypoint_order cannot be set with via waypoints.")
    demand(not optimize or mask.selects(_ORDER), f"optimize_waypoint_order needs {_ORDER} in the field mask.")

    response = {"geocodingResults": _geocoded(origin, destination, between)}
    if any(each.point is None for each in (origin, destination, *between)):
        return response
    order = _order(origin, between) if optimize else list(range(len(between)))
    stops = [origin, *(between[number] for number in order), destination]
    ways = [way(start.point, end.point, mode) for start, end in pairwise(stops)]
    if any(each is None for each in ways):
        return response
    city = nearest(origin.point, NEAR_A_CITY)
    style = Style(
        mode=mode,
        with_traffic=is_with_traffic(request),
        imperial=is_imperial(request, city.country if city else ""),
        geo_json=request.get("polylineEncoding") == "GEO_JSON_LINESTRING",
        departure=request.get("departureTime"),
        arrival=request.get("arrivalTime"),
    )
    legs = _legs(ways, stops)
    routes = [route(legs, style, 1)]
    if request.get("computeAlternativeRoutes") and not given and ways[0].meters:
        first = ways[0]
        detour = Way(first.start, first.end, round(first.meters * 1.1), round(first.seconds * 1.2))
        routes.append(route([[detour]], style, 2))
    if optimize:
        routes[0]["optimizedIntermediateWaypointIndex"] = order
    return {"routes": routes} | response


def _legs(ways: list[Way], stops: list[Waypoint]) -> list[list[Way]]:
    """The ways of each leg: a leg ends at each stop that isn't only passed."""
    legs: list[list[Way]] = [[]]
    for each, end in zip(ways, stops[1:], strict=True):
        legs[-1].append(each)
        if not end.via:
            legs.append([])
    return legs[:-1]


def _order(origin: Waypoint, between: list[Waypoint]) -> list[int]:
    """Always the nearest next, which is good enough here and not the best order."""
    left, order, here = list(range(len(between))), [], origin.point
    while left:
        following = min(left, key=lambda number: meters(here, between[number].point))
        left.remove(following)
        order.append(following)
        here = between[following].point
    return order


def _geocoded(origin: Waypoint, destination: Waypoint, between: list[Waypoint]) -> dict[str, Any]:
    numbered = [each.geocoded | {"intermediateWaypointRequestIndex": n} for n, each in enumerate(between) if each.geocoded]
    return {"origin": origin.geocoded, "destination": destination.geocoded, "intermediates": numbered}
