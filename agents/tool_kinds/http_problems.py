"""Finds what is wrong with the HTTP API of a tool, in its plain form: `http` of `components/tool_args.py`.

The scheme and the host are fixed, and so are the headers. What the model says stands in parts of the path, in the query and in the
body alone.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from agents.tool_kinds import expressions

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
WITH_A_BODY = ("POST", "PUT", "PATCH", "DELETE")
NOT_REPEATABLE = ("POST", "PATCH")
"""Not idempotent: https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2"""

MOST_SECONDS = 60
"""Step Functions waits no longer: https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html"""

FIELD = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
"""A part of the path that a field of the input fills."""

ON_THIS_MACHINE = ("127.0.0.1", "localhost")
"""The hosts of mock services."""

_KEYS = ("method", "url", "connection_arn", "query", "headers", "body", "form_encoded", "result")
_PATH = re.compile(r"(/[A-Za-z0-9._~!&'()+,=:%{}-]*)+")
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.IGNORECASE)
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_VALUE = re.compile(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?")
_ARN = re.compile(
    r"arn:(aws[a-z-]*|\$\{partition\}):events:([a-z0-9-]+|\$\{region\}):(\d{12}|\$\{account\})"
    r":connection/(\$\{project\}|\$\{stack\}|[.\-_A-Za-z0-9])+/[A-Za-z0-9-]+"
)

# Step Functions refuses these headers by ending the run, or sets them itself.
_REFUSED = re.compile(
    r"a-im|accept-(charset|datetime|encoding)|authorization|cache-control|connection|content-(encoding|md5)|date|expect|forwarded|from"
    r"|host|http2-settings|if-(match|modified-since|none-match|range|unmodified-since)|max-forwards|origin|pragma|proxy-authorization"
    r"|referer|server|te|trailer|transfer-encoding|upgrade|via|warning|x-(forwarded|amzn?)-.*"
    r"|user-agent|range|content-length",
    re.IGNORECASE,
)


def problems(tool: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each thing that is wrong with the tool's HTTP API."""
    http = tool["http"]
    if not isinstance(http, Mapping):
        return [f"http is {http!r}: allowed is an object with {', '.join(_KEYS)}"]
    return [*_problems(http, tool)]


def _problems(http: Mapping[str, Any], tool: Mapping[str, Any]) -> Iterator[str]:
    if unknown := sorted(http.keys() - {*_KEYS}):
        yield f"http has {', '.join(unknown)}: allowed are {', '.join(_KEYS)}"
    method, arn, schema = http.get("method"), http.get("connection_arn"), tool.get("input_schema") or {}
    if method not in METHODS:
        yield f"method is {method!r}: allowed are {', '.join(METHODS)}"
    yield from _of_the_url(http.get("url"), schema)
    if not isinstance(arn, str) or not _ARN.fullmatch(arn):
        yield f"connection_arn is {arn!r}: allowed is the ARN of an EventBridge connection, with the id at its end"
    yield from _of_the_headers(http.get("headers") or {})
    for name in ("query", "body"):
        value = http.get(name)
        if value is not None and not isinstance(value, Mapping):
            yield f"{name} is {value!r}: allowed is an object"
        yield from expressions.problems(value, name, schema)
    if http.get("body") is not None and method in METHODS and method not in WITH_A_BODY:
        yield f"a {method} has no body: put its fields into the query"
    result = http.get("result")
    if result is not None and expressions.inside(result) is None:
        yield f"result is {result!r}: allowed is an expression over the answer's body, like {{% $result.rates %}}"
    yield from expressions.problems(result, "result", schema)
    seconds, retries = tool.get("timeout_seconds") or MOST_SECONDS, tool.get("retries") or 0
    if seconds > MOST_SECONDS:
        yield f"timeout_seconds is {seconds}: an HTTP API has {MOST_SECONDS} at most, because Step Functions waits no longer"
    if retries and method in NOT_REPEATABLE:
        yield f"retries is {retries}: a {method} isn't made again, because the first one may have been done. Leave it 0"


def _of_the_url(url: Any, schema: Mapping[str, Any]) -> Iterator[str]:
    allowed = "allowed is an address like https://api.example.com/v1/orders/{id}"
    # Python's urlsplit leaves out line ends and tabs.
    if not isinstance(url, str) or not re.fullmatch(r"[\x21-\x7e]+", url):
        yield f"url is {url!r}: {allowed}"
        return
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as wrong:
        yield f"url is {url!r}: {wrong}"
        return
    laptop = parts.scheme in ("http", "https") and host in ON_THIS_MACHINE
    literal = FIELD.sub("x", parts.path)
    if parts.scheme != "https" and not laptop:
        yield f"url is {url!r}: it has to begin with https://. Only a mock service at 127.0.0.1 may have http://"
    elif parts.username is not None or "@" in parts.netloc or not (laptop or _HOST.fullmatch(host)):
        yield f"url is {url!r}: {allowed}, with the name of a public host, and without a user or an address of numbers"
    elif "?" in url or "#" in url:
        yield f"url is {url!r}: it has no ? and no #. Put parameters into query"
    elif parts.path and (not _PATH.fullmatch(parts.path) or "{" in literal or "}" in literal):
        yield f"url is {url!r}: its path may have letters, digits, ._~!&'()+,=:%- and the fields of the input, like {{id}}"
    elif re.search(r"//|/\.{1,2}(/|$)", literal) or re.search(r"%(?![0-9A-Fa-f]{2})|%(2[eEfF]|5[cC]|0|1|7[fF])", literal):
        yield f"url is {url!r}: its path may have no //, no parts . or .., and no % that hides a character of a path"
    elif port == 0:
        yield f"url is {url!r}: there is no port 0"
    fields, required = schema.get("properties", {}), schema.get("required", ())
    for name in FIELD.findall(parts.path):
        if name not in fields:
            yield f"url names {{{name}}}: the input_schema has {', '.join(fields) or 'no fields'}"
        elif name not in required:
            yield f"url names {{{name}}}, which is optional: put it into required of the input_schema"


def _of_the_headers(headers: Any) -> Iterator[str]:
    if not isinstance(headers, Mapping):
        yield f"headers is {headers!r}: allowed is an object of texts"
        return
    for name, value in headers.items():
        if not isinstance(name, str) or not _HEADER.fullmatch(name):
            yield f"headers has {name!r}: that is no name of a header"
        elif _REFUSED.fullmatch(name):
            yield f"headers has {name}: Step Functions refuses it. A key belongs to the connection"
        elif not isinstance(value, str) or not _VALUE.fullmatch(value) or expressions.inside(value) is not None:
            yield f"headers.{name} is {value!r}: allowed is a text of ASCII characters. A header holds nothing that the model says"
