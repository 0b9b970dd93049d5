"""A mock service for Google Maps Platform: Geocoding, Elevation, Places (New) and Routes.

Every request is checked by the published references, and what those would refuse is refused in the same shape. The answers are
made from the request: a few cities and their coordinates are real (GeoNames), everything else is invented and says so. Places are
called "Mock service Cafe 3, Berlin", addresses end with "(mock)", a route goes along "Mock service Road 1". Other cities aren't
found, and where Google's answer has room for words, they say which there are. The same request always gets the same answer, but for
the times of a transit trip that leaves now.
"""

from functools import partial

from local.mock_services.google_maps import methods, older_apis
from local.mock_services.http import Answer

HOSTS: dict[str, Answer] = {
    older_apis.HOST: older_apis.answer,
    **{method.host: partial(methods.answer, method.host) for method in methods.METHODS},
}
