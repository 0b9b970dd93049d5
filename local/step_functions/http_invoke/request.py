"""The request of an HTTP task: its arguments and what the connection adds, which wins where both name the same.

https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html#http-task-data-merge
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from local.step_functions.data import LIMIT_BYTES
from local.step_functions.http_invoke.arguments import HttpArguments
from local.step_functions.http_invoke.connection import Connection
from local.step_functions.http_invoke.errors import runtime


@dataclass(frozen=True)
class Request:
    """Its text form shows no credential."""

    method: str
    url: str = field(repr=False)
    headers: list[tuple[str, str]] = field(repr=False)
    body: bytes | None = field(repr=False)


def make_request(region: str, arguments: HttpArguments, connection: Connection, token: str | None = None) -> Request:
    """Return the request to send. Raise an HttpTaskError if the two can't be merged.

    token: the access token of a connection with OAuth.
    """
    body = _body(arguments, connection)
    return Request(arguments.method, _url(arguments, connection), _headers(region, arguments, connection, token, body), body)


def encode_form(values: dict[str, Any], array_format: str) -> str:
    """Return an object as a form. A space is %20 there, as in AWS."""
    return "&".join(f"{quote(key, safe='')}={quote(value, safe='')}" for key, value in _pairs("", values, array_format))


def _url(arguments: HttpArguments, connection: Connection) -> str:
    if isinstance(arguments.query, str):
        pairs = [quote(arguments.query, safe="=&")]
    elif isinstance(arguments.query, dict):
        own = {key: value for key, value in arguments.query.items() if key not in connection.query and value is not None}
        pairs = [encode_form(own, "REPEAT")]
    else:
        raise runtime("QueryParameters is no object and no text")
    query = "&".join(part for part in (*pairs, encode_form(dict(connection.query), "REPEAT")) if part)
    if not query:
        return arguments.endpoint
    return arguments.endpoint + ("&" if "?" in arguments.endpoint else "?") + query


def _headers(
    region: str, arguments: HttpArguments, connection: Connection, token: str | None, body: bytes | None
) -> list[tuple[str, str]]:
    kept = {name.lower() for name in connection.headers}
    headers = [*connection.headers.items()]
    headers += [(name, value) for name, values in arguments.headers.items() if name.lower() not in kept for value in values]
    if token is not None:
        headers.append(("Authorization", f"Bearer {token}"))
    if body is not None and not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", "application/json; charset=UTF-8"))
    # Step Functions sets these itself, whatever else names them.
    headers = [(name, value) for name, value in headers if name.lower() not in ("user-agent", "range", "host", "content-length")]
    return [*headers, ("User-Agent", f"Amazon|StepFunctions|HttpInvoke|{region}"), ("Range", f"bytes=0-{LIMIT_BYTES}")]


def _body(arguments: HttpArguments, connection: Connection) -> bytes | None:
    body: Any = arguments.body
    if connection.body:
        if arguments.has_body and not isinstance(body, dict):
            raise runtime("the body parameters of the connection can't be merged with a RequestBody that is no object")
        body = {**(body or {}), **connection.body}
    elif not arguments.has_body:
        return None
    if isinstance(body, str):
        return (quote(body, safe="") if arguments.form_encoded else body).encode()
    if arguments.form_encoded and isinstance(body, dict):
        return encode_form(body, arguments.array_format).encode()
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def _pairs(key: str, value: Any, array_format: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _pairs(f"{key}[{name}]" if key else name, inner, array_format)
    elif isinstance(value, list) and array_format == "COMMAS":
        yield key, ",".join(map(_text, value))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            end = {"INDICES": f"[{index}]", "BRACKETS": "[]", "REPEAT": ""}[array_format]
            yield from _pairs(key + end, inner, array_format)
    else:
        yield key, _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
