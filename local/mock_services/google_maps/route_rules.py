"""What computeRoutes and computeRouteMatrix both refuse: combinations of mode, preference and time.

The rules are those of the reference
(https://developers.google.com/maps/documentation/routes/reference/rest/v2/TopLevel/computeRoutes); the words on the routing
preference and on a departure in the past are Google's, all others are the mock service's.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from local.mock_services.google_maps.errors import demand
from local.mock_services.google_maps.texts import MILES_ARE_USED_IN

_MOTOR = ("DRIVE", "TWO_WHEELER")
_PREFERENCE = {
    "WALK": "Routing preference cannot be set for WALK or BICYCLE routing mode.",
    "BICYCLE": "Routing preference cannot be set for WALK or BICYCLE routing mode.",
    "TRANSIT": "Routing preference cannot be set for TRANSIT travel mode.",
}
_FIRST_TRIP, _LAST_TRIP = timedelta(days=-7), timedelta(days=100)


def mode_of(request: dict[str, Any]) -> str:
    given = request.get("travelMode", "TRAVEL_MODE_UNSPECIFIED")
    return "DRIVE" if given == "TRAVEL_MODE_UNSPECIFIED" else given


def preference_of(request: dict[str, Any]) -> str:
    given = request.get("routingPreference", "ROUTING_PREFERENCE_UNSPECIFIED")
    return "TRAFFIC_UNAWARE" if given == "ROUTING_PREFERENCE_UNSPECIFIED" else given


def is_with_traffic(request: dict[str, Any]) -> bool:
    return preference_of(request) != "TRAFFIC_UNAWARE"


def is_imperial(request: dict[str, Any], country: str) -> bool:
    """In which units to write: as was asked, or as the origin's country does."""
    units = request.get("units", "UNITS_UNSPECIFIED")
    return units == "IMPERIAL" or (units == "UNITS_UNSPECIFIED" and country in MILES_ARE_USED_IN)


def check(request: dict[str, Any], now: datetime | None = None) -> None:
    """Raises ApiError."""
    mode, preference = mode_of(request), request.get("routingPreference", "ROUTING_PREFERENCE_UNSPECIFIED")
    set_preference = preference != "ROUTING_PREFERENCE_UNSPECIFIED"
    demand(mode in _MOTOR or not set_preference, _PREFERENCE.get(mode, ""))
    model = request.get("trafficModel", "TRAFFIC_MODEL_UNSPECIFIED") != "TRAFFIC_MODEL_UNSPECIFIED"
    words = "traffic_model can only be set for travel_mode DRIVE with routing_preference TRAFFIC_AWARE_OPTIMAL."
    demand(not model or (mode == "DRIVE" and preference == "TRAFFIC_AWARE_OPTIMAL"), words)
    transit = mode == "TRANSIT"
    demand(transit or "transitPreferences" not in request, "transit_preferences can only be set for travel_mode TRANSIT.")
    demand(not {"departureTime", "arrivalTime"} <= request.keys(), "Only one of departure_time and arrival_time can be set.")
    unset = [name for name in request.get("extraComputations", []) if name == "EXTRA_COMPUTATION_UNSPECIFIED"]
    demand(not unset, "extra_computations: EXTRA_COMPUTATION_UNSPECIFIED is not allowed.")
    now = now or datetime.now(UTC)
    for field in ("departureTime", "arrivalTime") if transit else ("departureTime",):
        when = request.get(field)
        if when is None:
            continue
        if transit:
            words = "Transit trips are available for up to 7 days in the past or 100 days in the future."
            demand(_FIRST_TRIP <= _aware(when) - now <= _LAST_TRIP, words)
        else:
            demand(_aware(when) > now, "Timestamp must be set to a future time.")


def _aware(when: datetime) -> datetime:
    return when if when.tzinfo else when.replace(tzinfo=UTC)
