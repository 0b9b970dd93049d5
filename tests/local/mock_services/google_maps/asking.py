"""How the tests ask the mock service: without a server, as the server would hand on a request."""

import json

from local.mock_services.google_maps import HOSTS
from local.mock_services.http import Request

SEARCH, PLACES = "/v1/places:searchText", "/v1/places/"
ROUTES, MATRIX = "/directions/v2:computeRoutes", "/distanceMatrix/v2:computeRouteMatrix"
BERLIN, CAFE = "Mock-city-2950159", "Mock-cafe-2950159-3"


def ask(host, method, path, body=b"", headers=None, query=None):
    """Status and body."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    response = HOSTS[f"{host}.googleapis.com"](Request(method, path, query or {}, headers or {}, data))
    # What can't be written as JSON fails here.
    return response.status, response.body if isinstance(response.body, str) else json.loads(response.data)


def newer(path, body=b"", mask="*", key="any", method="POST", **query):
    """Places (New) or Routes."""
    host = "routes" if ":compute" in path else "places"
    headers = {name: value for name, value in {"x-goog-api-key": key, "x-goog-fieldmask": mask}.items() if value is not None}
    return ask(host, method, path, body, headers, {name: [value] for name, value in query.items()})


def place(id, mask="*", **query):
    return newer(f"{PLACES}{id}", mask=mask, method="GET", **query)


def older(api, key="any", method="GET", **query):
    """Geocoding, Elevation and what is legacy."""
    given = query | ({} if key is None else {"key": key})
    return ask("maps", method, f"/maps/api/{api}/json", query={name: [value] for name, value in given.items()})


def message(answer):
    """The message of an error of the newer APIs; those of a matrix come in a list."""
    status, body = answer
    error = (body[0] if isinstance(body, list) else body)["error"]
    assert error["code"] == status
    return error["message"]


def at(latitude, longitude):
    return {"location": {"latLng": {"latitude": latitude, "longitude": longitude}}}


def route(**more):
    """A computeRoutes request from Berlin to Hamburg."""
    return {"origin": {"address": "Berlin"}, "destination": {"address": "Hamburg"}} | more


def matrix(origins, destinations, **more):
    """A computeRouteMatrix request; a text is an address."""
    sides = {"origins": origins, "destinations": destinations}
    waypoints = {
        field: [{"waypoint": {"address": each} if isinstance(each, str) else each} for each in side]
        for field, side in sides.items()
    }
    return waypoints | more
