"""The Routes API, routes.googleapis.com: its two methods.

The name of the matrix's quota is made like that of the routes', which people saw.
"""

import re

from local.mock_services.google_maps.compute_route_matrix import compute_route_matrix
from local.mock_services.google_maps.compute_routes import compute_routes
from local.mock_services.google_maps.methods import Method, serve
from local.mock_services.http import Request, Response

HOST = "routes.googleapis.com"
METHODS = (
    Method(
        name="google.maps.routing.v2.Routes.ComputeRoutes",
        metric="Directions - ComputeRoutes per request quota",
        http="POST",
        path=re.compile(r"/directions/v2:computeRoutes"),
        request="routing.ComputeRoutesRequest",
        response="routing.ComputeRoutesResponse",
        example=("routes.distanceMeters", "routes.duration"),
        call=compute_routes,
    ),
    Method(
        name="google.maps.routing.v2.Routes.ComputeRouteMatrix",
        metric="Distance Matrix - ComputeRouteMatrix per element quota",
        http="POST",
        path=re.compile(r"/distanceMatrix/v2:computeRouteMatrix"),
        request="routing.ComputeRouteMatrixRequest",
        response="routing.RouteMatrixElement",
        example=("originIndex", "destinationIndex"),
        call=compute_route_matrix,
        streams=True,
    ),
)


def answer(request: Request) -> Response:
    return serve(request, HOST, METHODS)
