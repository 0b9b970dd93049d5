"""A mock service for Google Maps Platform: Geocoding, Elevation, Places (New) and Routes.

Every request is checked by the published references, and what those would refuse is refused in the same shape. Cities and their
coordinates are real (GeoNames); everything else is invented and says so: places are called "Mock service Café 3, Berlin", addresses
end with "(mock)", routes are straight lines along "Mock service Road 1". The same request always gets the same answer, but for
the times of a transit trip that leaves now.
"""

from local.mock_services.google_maps import older_apis, places_new, routes
from local.mock_services.http import Answer

HOSTS: dict[str, Answer] = {
    older_apis.HOST: older_apis.answer,
    places_new.HOST: places_new.answer,
    routes.HOST: routes.answer,
}
