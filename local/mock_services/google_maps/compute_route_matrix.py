"""computeRouteMatrix: how far and how long it is from each origin to each destination.

https://developers.google.com/maps/documentation/routes/reference/rest/v2/TopLevel/computeRouteMatrix
The elements come in no promised order, so here the last one comes first. An error is an element of the array too. The words on 625
elements are Google's, those on the other limits are made like them.
"""

from typing import Any

from local.mock_services.google_maps import texts
from local.mock_services.google_maps.errors import demand
from local.mock_services.google_maps.field_mask import FieldMask
from local.mock_services.google_maps.gazetteer import nearest
from local.mock_services.google_maps.places import NEAR_A_CITY
from local.mock_services.google_maps.route_rules import check, is_imperial, is_with_traffic, mode_of, preference_of
from local.mock_services.google_maps.travel import TRAFFIC, way
from local.mock_services.google_maps.waypoints import Waypoint, by_name, waypoint

MOST_ELEMENTS, MOST_WITH_TRAFFIC_OR_TRANSIT, MOST_BY_NAME = 625, 100, 50


def compute_route_matrix(request: dict[str, Any], mask: FieldMask) -> list[dict[str, Any]]:
    """RouteMatrixElements. Raises ApiError."""
    sides = {field: request.get(field, []) for field in ("origins", "destinations")}
    for field, each in sides.items():
        demand(each, f"{field}: at least one is required.")
        for number, one in enumerate(each):
            demand(one.get("waypoint"), f"{field}[{number}]: waypoint must be set.")
    mode = mode_of(request)
    elements = len(sides["origins"]) * len(sides["destinations"])
    most = MOST_ELEMENTS
    if mode == "TRANSIT" or preference_of(request) == "TRAFFIC_AWARE_OPTIMAL":
        most = MOST_WITH_TRAFFIC_OR_TRANSIT
    too_many = "Request exceeded the maximum number of elements. The product of the number of origins and destinations must be"
    demand(elements <= most, f"{too_many} <= {most}.")
    names = sum(by_name(one["waypoint"]) for each in sides.values() for one in each)
    words = "Request exceeded the maximum number of waypoints. The origins and destinations with a place_id or an address must be"
    demand(names <= MOST_BY_NAME, f"{words} <= {MOST_BY_NAME}.")
    check(request)
    demand(mode == "TRANSIT" or "arrivalTime" not in request, "arrival_time can only be set for travel_mode TRANSIT.")
    region = request.get("regionCode", "")
    origins, destinations = (
        [waypoint(one["waypoint"], f"{field}[{number}].waypoint", region) for number, one in enumerate(each)]
        for field, each in sides.items()
    )
    city = origins[0].point and nearest(origins[0].point, NEAR_A_CITY)
    imperial = is_imperial(request, city.country if city else "")
    found = [
        {"originIndex": row, "destinationIndex": column} | _element(origin, destination, request, mode, imperial)
        for row, origin in enumerate(origins)
        for column, destination in enumerate(destinations)
    ]
    return found[::-1]


def _element(origin: Waypoint, destination: Waypoint, request: dict[str, Any], mode: str, imperial: bool) -> dict[str, Any]:
    if not origin.point or not destination.point:
        return {"status": origin.status or destination.status}
    found = way(origin.point, destination.point, mode)
    if not found:
        return {"status": {}, "condition": "ROUTE_NOT_FOUND"}
    seconds = round(found.seconds * TRAFFIC) if is_with_traffic(request) else found.seconds
    shown = {"distance": texts.distance(found.meters, imperial), "duration": texts.duration(seconds)}
    return {
        "status": {},
        "condition": "ROUTE_EXISTS",
        "distanceMeters": found.meters,
        "duration": f"{seconds}s",
        "staticDuration": f"{found.seconds}s",
        "localizedValues": {
            name: {"text": text} for name, text in (shown | {"staticDuration": texts.duration(found.seconds)}).items()
        },
    }
