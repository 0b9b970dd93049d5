"""The arguments of an HTTP task, checked as AWS checks them when the state runs."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from local.ports import HOST
from local.step_functions.http_invoke.errors import runtime

METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD")
ARRAY_FORMATS = ("INDICES", "REPEAT", "COMMAS", "BRACKETS")
FIELDS = frozenset(
    {
        "ApiEndpoint",
        "Authentication",
        "Headers",
        "InvocationConfig",
        "Method",
        "QueryParameters",
        "RequestBody",
        "Transform",
    }
)

FORBIDDEN_HEADER = re.compile(
    r"a-im|accept-(charset|datetime|encoding)|authorization|cache-control|connection|content-(encoding|md5)|date|expect|forwarded|from"
    r"|host|http2-settings|if-(match|modified-since|none-match|range|unmodified-since)|max-forwards|origin|pragma|proxy-authorization"
    r"|referer|server|te|trailer|transfer-encoding|upgrade|via|warning|x-(forwarded|amzn?)-.*",
    re.IGNORECASE,
)

# What a URL is made of (RFC 3986, appendix A). Nothing else may stand in one, also no line end.
URL = re.compile(r"https?://[A-Za-z0-9\-._~:/?\[\]@!$&'()*+,;=%]+")
HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
HEADER_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")

LOOPBACK = (HOST, "localhost")
"""AWS asks for https. On the laptop a mock service of this machine is also asked over http."""


@dataclass(frozen=True)
class HttpArguments:
    endpoint: str
    method: str
    connection_arn: str
    headers: dict[str, list[str]] = field(default_factory=dict)
    query: dict[str, Any] | str = field(default_factory=dict)
    body: Any = None
    has_body: bool = False
    form_encoded: bool = False
    array_format: str = "INDICES"


def read_arguments(given: dict[str, Any]) -> HttpArguments:
    """Return the arguments of a task. Raise an HttpTaskError for any that AWS refuses."""
    endpoint, method = given.get("ApiEndpoint"), given.get("Method")
    if not isinstance(endpoint, str) or not is_endpoint(endpoint):
        raise runtime("ApiEndpoint is no https URL without a user, a fragment or white space")
    if method not in METHODS:
        raise runtime(f"Method is none of {', '.join(METHODS)}")
    if ("Authentication" in given) == ("InvocationConfig" in given):
        raise runtime("exactly one of Authentication and InvocationConfig has to name the connection")
    config = given.get("Authentication", given.get("InvocationConfig"))
    arn = config.get("ConnectionArn") if isinstance(config, dict) else None
    if not isinstance(arn, str):
        raise runtime("ConnectionArn is no text")
    transform = given.get("Transform") or {}
    encoding = transform.get("RequestBodyEncoding", "NONE")
    array_format = (transform.get("RequestEncodingOptions") or {}).get("ArrayFormat", "INDICES")
    if encoding not in ("NONE", "URL_ENCODED") or array_format not in ARRAY_FORMATS:
        raise runtime(f"Transform takes the encodings NONE and URL_ENCODED, and the array formats {', '.join(ARRAY_FORMATS)}")
    return HttpArguments(
        endpoint=endpoint,
        method=method,
        connection_arn=arn,
        headers=_headers(given.get("Headers") or {}),
        query=given.get("QueryParameters") or {},
        body=given.get("RequestBody"),
        has_body="RequestBody" in given,
        form_encoded=encoding == "URL_ENCODED",
        array_format=array_format,
    )


def is_endpoint(endpoint: str) -> bool:
    """Return whether a task may name this URL."""
    if not URL.fullmatch(endpoint):
        return False
    try:
        url = urlsplit(endpoint)
        _ = url.port
    except ValueError:
        return False
    named = bool(url.hostname) and url.username is None and url.password is None
    return named and (url.scheme == "https" or url.hostname in LOOPBACK)


def _headers(given: Any) -> dict[str, list[str]]:
    if not isinstance(given, dict):
        raise runtime("Headers is no object")
    headers = {}
    for name, value in given.items():
        values = value if isinstance(value, list) else [value]
        if FORBIDDEN_HEADER.fullmatch(name.strip()):
            raise runtime(f"The Headers field contains an unsupported header: {name}")
        if not HEADER_NAME.fullmatch(name) or not all(isinstance(one, str) and HEADER_VALUE.fullmatch(one) for one in values):
            raise runtime(f"The header {name[:100]!r} has a name or a value that HTTP doesn't allow")
        headers[name] = values
    return headers
