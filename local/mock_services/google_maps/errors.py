"""The errors of the APIs. The newer ones (Places (New), Routes) return Google's `Status` as JSON, with its details.

The shape: https://cloud.google.com/apis/design/errors. A message is in Google's own words if they are published, or if people
reported them. Other messages are marked where they are written. The older APIs (Geocoding, Elevation) have a shape of their own.
"""

from typing import Any

from local.mock_services.http import Response

_CODES = {
    400: "INVALID_ARGUMENT",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    503: "UNAVAILABLE",
}
_PAGES = {404: ("Not Found", "The URL was not found on this mock service."), 414: ("URI Too Long", "The URL is too long here.")}


class ApiError(Exception):
    """A request that the API refuses."""

    def __init__(self, status: int, message: str, details: list[dict[str, Any]] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.details = details or []

    @property
    def body(self) -> dict[str, Any]:
        error: dict[str, Any] = {"code": self.status, "message": self.message, "status": _CODES[self.status]}
        return {"error": error | ({"details": self.details} if self.details else {})}


class InvalidRequestError(Exception):
    """A parameter that an older API refuses, in its words."""


def invalid(message: str, field: str = "", description: str = "") -> ApiError:
    """Return a 400 whose details name the field and describe the violation. The default description is the message."""
    violation = ({"field": field} if field else {}) | {"description": description or message}
    return ApiError(400, message, [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}])


def demand(condition: object, message: str) -> None:
    """Raise a 400 with this message unless the condition holds."""
    if not condition:
        raise ApiError(400, message)


def error_info(reason: str, **metadata: str) -> dict[str, Any]:
    kind = "type.googleapis.com/google.rpc.ErrorInfo"
    return {"@type": kind, "reason": reason, "domain": "googleapis.com", "metadata": metadata}


def page(status: int) -> Response:
    """Return the page that Google's front end sends instead of JSON, for an unknown method or a URL that is too long."""
    title, words = _PAGES[status]
    html = f"<!DOCTYPE html>\n<html lang=en><title>Error {status} ({title})</title><p>{status}. {words}\n"
    return Response(status, html, {"content-type": "text/html; charset=UTF-8"})
