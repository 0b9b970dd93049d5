"""A mock service for Google Maps Platform: Geocoding, Elevation, Places (New) and Routes.

Every request is checked against the published references. A request that they forbid is refused in their shape.

The answers are made from the request. A few cities and their coordinates are real (GeoNames). Everything else is invented and says
so: places are called "Mock service Cafe 3, Berlin", addresses end with "(mock)", and a route goes along "Mock service Road 1".
Other cities aren't found. Where Google's answer has room for words, they list the known cities.

The same request always gets the same answer, except for the times of a transit trip that leaves now.
"""

from functools import partial

from local.mock_services.google_maps import methods, older_apis
from local.mock_services.http import Answer

HOSTS: dict[str, Answer] = {
    older_apis.HOST: older_apis.answer,
    **{method.host: partial(methods.answer, method.host) for method in methods.METHODS},
}
