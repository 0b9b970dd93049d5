"""The combinations of mode, preference and time that computeRoutes and computeRouteMatrix both refuse.

The rules are those of the reference:
https://developers.google.com/maps/documentation/routes/reference/rest/v2/TopLevel/computeRoutes
The messages about the routing preference and about a departure in the past are Google's. All others are the mock service's.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from local.mock_services.google_maps.errors import demand

_ON_FOOT = "Routing preference cannot be set for WALK or BICYCLE routing mode."
_PREFERENCE = {"WALK": _ON_FOOT, "BICYCLE": _ON_FOOT, "TRANSIT": "Routing preference cannot be set for TRANSIT travel mode."}
_FIRST_TRIP, _LAST_TRIP = timedelta(days=-7), timedelta(days=100)


def check(request: dict[str, Any]) -> None:
    """Raise ApiError if a request breaks a rule."""
    mode, preference = request.get("travelMode", "DRIVE"), request.get("routingPreference")
    demand(not preference or mode not in _PREFERENCE, _PREFERENCE.get(mode, ""))
    words = "traffic_model can only be set for travel_mode DRIVE with routing_preference TRAFFIC_AWARE_OPTIMAL."
    demand("trafficModel" not in request or (mode, preference) == ("DRIVE", "TRAFFIC_AWARE_OPTIMAL"), words)
    transit = mode == "TRANSIT"
    demand(transit or "transitPreferences" not in request, "transit_preferences can only be set for travel_mode TRANSIT.")
    demand(not {"departureTime", "arrivalTime"} <= request.keys(), "Only one of departure_time and arrival_time can be set.")
    unset = "EXTRA_COMPUTATION_UNSPECIFIED" in request.get("extraComputations", [])
    demand(not unset, "extra_computations: EXTRA_COMPUTATION_UNSPECIFIED is not allowed.")
    now, departure = datetime.now(UTC), request.get("departureTime")
    if not transit:
        demand(not departure or departure > now, "Timestamp must be set to a future time.")
    elif when := departure or request.get("arrivalTime"):
        words = "Transit trips are available for up to 7 days in the past or 100 days in the future."
        demand(_FIRST_TRIP <= when - now <= _LAST_TRIP, words)
