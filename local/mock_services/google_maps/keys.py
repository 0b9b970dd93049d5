"""API keys. Every key is good, except a few that provoke Google's errors.

| key | the newer APIs (Places (New), Routes) | the older APIs (Geocoding, Elevation), with HTTP 200 |
|---|---|---|
| none | 403 PERMISSION_DENIED | REQUEST_DENIED |
| `invalid` | 400 INVALID_ARGUMENT, API_KEY_INVALID | REQUEST_DENIED |
| `restricted`: the key isn't for this API | 403 PERMISSION_DENIED, API_KEY_SERVICE_BLOCKED | REQUEST_DENIED |
| `disabled`: the project hasn't enabled this API | 403 PERMISSION_DENIED, SERVICE_DISABLED | REQUEST_DENIED |
| `no-quota` | 429 RESOURCE_EXHAUSTED, RATE_LIMIT_EXCEEDED | OVER_QUERY_LIMIT |
| `unavailable` | 503 UNAVAILABLE | UNKNOWN_ERROR, with HTTP 500 |

The newer APIs take the key from the header X-Goog-Api-Key or the parameter `key`, the older ones from `key` alone. Sources:
https://developers.google.com/maps/documentation/routes/handle-errors, https://cloud.google.com/docs/authentication/api-keys and the
statuses in the reference of each older API. The status 500 for UNKNOWN_ERROR is a guess.
"""

from local.mock_services.google_maps.errors import ApiError, error_info

PROJECT = "000000000000"
_MISSING = (
    "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API "
    "consumer identity to call this API."
)
_MISSING_AT_ROUTES = "The request is missing a valid API key."
_OLDER = {
    "": (
        "REQUEST_DENIED",
        "You must use an API key to authenticate each request to Google Maps Platform APIs. For additional information, please "
        "refer to http://g.co/dev/maps-no-account",
    ),
    # Google's message ends with a space too.
    "invalid": ("REQUEST_DENIED", "The provided API key is invalid. "),
    "restricted": ("REQUEST_DENIED", "This API key is not authorized to use this service or API."),
    "disabled": ("REQUEST_DENIED", "This API project is not authorized to use this API."),
    "no-quota": ("OVER_QUERY_LIMIT", "You have exceeded your rate-limit for this API."),
    "unavailable": ("UNKNOWN_ERROR", "The request could not be processed due to a server error."),
}


def check(key: str, service: str, method: str, metric: str) -> None:
    """Check a key for the newer API `service`. Raises ApiError as that API would.

    metric: the name of the quota that the method uses.
    """
    if not key:
        raise ApiError(403, _MISSING_AT_ROUTES if service.startswith("routes") else _MISSING)
    if key == "invalid":
        message = "API key not valid. Please pass a valid API key."
        localized = {"@type": "type.googleapis.com/google.rpc.LocalizedMessage", "locale": "en-US", "message": message}
        raise ApiError(400, message, [error_info("API_KEY_INVALID", service=service), localized])
    if key == "restricted":
        info = error_info("API_KEY_SERVICE_BLOCKED", consumer=f"projects/{PROJECT}", methodName=method, service=service)
        raise ApiError(403, f"Requests to this API {service} method {method} are blocked.", [info])
    if key == "disabled":
        name = "Places API (New)" if service.startswith("places") else "Routes API"
        page = f"https://console.developers.google.com/apis/api/{service}/overview?project={PROJECT}"
        message = (
            f"{name} has not been used in project {PROJECT} before or it is disabled. Enable it by visiting {page} then retry. If "
            "you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry."
        )
        raise ApiError(403, message, [error_info("SERVICE_DISABLED", consumer=f"projects/{PROJECT}", service=service)])
    if key == "no-quota":
        message = (
            f"Quota exceeded for quota metric '{metric}' and limit '{metric} per minute' of service '{service}' for consumer "
            f"'project_number:{PROJECT}'."
        )
        info = error_info("RATE_LIMIT_EXCEEDED", consumer=f"projects/{PROJECT}", service=service, quota_limit_value="600")
        raise ApiError(429, message, [info])
    if key == "unavailable":
        raise ApiError(503, "The service is currently unavailable.")


def refusal(key: str) -> tuple[str, str] | None:
    """Return an older API's status and message for this key. None for a good key."""
    return _OLDER.get(key)
