"""computeRouteMatrix: the distance and time from each origin to each destination.

https://developers.google.com/maps/documentation/routes/reference/rest/v2/TopLevel/computeRouteMatrix
Google promises no order of the elements, so here the last one comes first. An error is an element of the array too. The message
about 625 elements is Google's. The messages about other limits imitate it.
"""

from typing import Any

from local.mock_services.google_maps.errors import demand
from local.mock_services.google_maps.field_mask import FieldMask
from local.mock_services.google_maps.route_rules import check
from local.mock_services.google_maps.travel import Trip
from local.mock_services.google_maps.waypoints import Waypoint, by_name, waypoint

MOST_ELEMENTS, MOST_WITH_TRAFFIC_OR_TRANSIT, MOST_BY_NAME = 625, 100, 50


def compute_route_matrix(request: dict[str, Any], mask: FieldMask) -> list[dict[str, Any]]:
    """Return RouteMatrixElements. Raises ApiError."""
    sides = {field: request.get(field, []) for field in ("origins", "destinations")}
    for field, each in sides.items():
        demand(each, f"{field}: at least one is required.")
        for number, one in enumerate(each):
            demand(one.get("waypoint"), f"{field}[{number}]: waypoint must be set.")
    elements = len(sides["origins"]) * len(sides["destinations"])
    transit = request.get("travelMode") == "TRANSIT"
    slow = transit or request.get("routingPreference") == "TRAFFIC_AWARE_OPTIMAL"
    most = MOST_WITH_TRAFFIC_OR_TRANSIT if slow else MOST_ELEMENTS
    too_many = "Request exceeded the maximum number of elements. The product of the number of origins and destinations must be"
    demand(elements <= most, f"{too_many} <= {most}.")
    names = sum(by_name(one["waypoint"]) for each in sides.values() for one in each)
    words = "Request exceeded the maximum number of waypoints. The origins and destinations with a place_id or an address must be"
    demand(names <= MOST_BY_NAME, f"{words} <= {MOST_BY_NAME}.")
    check(request)
    demand(transit or "arrivalTime" not in request, "arrival_time can only be set for travel_mode TRANSIT.")
    region = request.get("regionCode", "")
    origins, destinations = (
        [waypoint(one["waypoint"], f"{field}[{number}].waypoint", region) for number, one in enumerate(each)]
        for field, each in sides.items()
    )
    trip = Trip(request, origins[0].point)
    found = [
        {"originIndex": row, "destinationIndex": column} | _element(origin, destination, trip)
        for row, origin in enumerate(origins)
        for column, destination in enumerate(destinations)
    ]
    return found[::-1]


def _element(origin: Waypoint, destination: Waypoint, trip: Trip) -> dict[str, Any]:
    if not origin.point or not destination.point:
        return {"status": origin.status or destination.status}
    way = trip.way(origin.point, destination.point)
    if not way:
        return {"status": {}, "condition": "ROUTE_NOT_FOUND"}
    return {"status": {}, "condition": "ROUTE_EXISTS"} | trip.measured(way)
