"""Requests that no browser and no AWS client sends: they mean one thing to one reader and another to the next, or forge a caller.

They are written byte by byte, because a library for HTTP would put them right.
"""

import http.client
import socket

import h2.config
import h2.connection
import h2.events
import pytest

from local.loopback_server import LoopbackServer, Received, Response
from local.runtime_api import RuntimeApi
from tests.local.conftest import client

pytestmark = pytest.mark.attack("laptop")

SERVICES = ("ministack", "step-functions", "model")

# {own}: the address of the service. {path}: a path that answers everybody.
HOSTS = {
    "a dot at the end": "localhost.:{port}",
    "a short address": "127.1:{port}",
    "the other loopback address": "[::1]:{port}",
    "an address of version 4 in one of version 6": "[::ffff:127.0.0.1]:{port}",
    "an address as one number": "2130706433:{port}",
    "an address in hexadecimal": "0x7f.1:{port}",
    "another loopback address": "127.0.0.2:{port}",
    "a port that is empty": "127.0.0.1:",
    "a name below localhost": "evil.localhost:{port}",
    "a name that a public server leads here": "127.0.0.1.nip.io:{port}",
    "two names with a comma": "{own}, evil.example",
    "two names with a space": "{own} evil.example",
    "a whole URL": "http://{own}",
    "a path behind it": "{own}/",
    "a letter that is an s to Unicode": "localho\u017ft:{port}",
    "digits of another script": "127.0.0.1:\u0664",
}
HEADERS = {
    "two hosts, ours last": "GET {path} HTTP/1.1\r\nHost: evil.example\r\nHost: {own}",
    "two hosts, ours first": "GET {path} HTTP/1.1\r\nHost: {own}\r\nHost: evil.example",
    "the same host twice": "GET {path} HTTP/1.1\r\nHost: {own}\r\nHost: {own}",
    "a host on two lines": "GET {path} HTTP/1.1\r\nHost: evil.example\r\n {own}",
    "a host behind a lone carriage return": "GET {path} HTTP/1.1\r\nX-A: a\rHost: {own}\r\nHost: evil.example",
    "a host with a space before its colon": "GET {path} HTTP/1.1\r\nHost : evil.example\r\nHost: {own}",
    "no host": "GET {path} HTTP/1.1\r\nAccept: */*",
    "no host, in the old version": "GET {path} HTTP/1.0\r\nAccept: */*",
    "no version": "GET {path}",
    "a whole URL of another name": "GET http://evil.example{path} HTTP/1.1\r\nHost: {own}",
    "a whole URL of ours, for another host": "GET http://{own}{path} HTTP/1.1\r\nHost: evil.example",
    "a tunnel": "CONNECT evil.example:443 HTTP/1.1\r\nHost: {own}",
    "a request for nothing": "OPTIONS * HTTP/1.1\r\nHost: {own}",
    "an origin that is empty": "GET {path} HTTP/1.1\r\nHost: {own}\r\nOrigin:",
    "an origin of the service itself": "GET {path} HTTP/1.1\r\nHost: {own}\r\nOrigin: http://{own}",
    "an origin behind a line that is no header": "GET {path} HTTP/1.1\r\nHost: {own}\r\nodd\r\nOrigin: https://evil.example",
    "an origin with a space before its colon": "GET {path} HTTP/1.1\r\nHost: {own}\r\nOrigin : https://evil.example",
    "a site that is empty": "GET {path} HTTP/1.1\r\nHost: {own}\r\nSec-Fetch-Site:",
    "two sites, the allowed one last": "GET {path} HTTP/1.1\r\nHost: {own}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Site: none",
    "two sites on a line": "GET {path} HTTP/1.1\r\nHost: {own}\r\nSec-Fetch-Site: none, cross-site",
    "a preflight": (
        "OPTIONS {path} HTTP/1.1\r\nHost: {own}\r\nOrigin: null\r\nAccess-Control-Request-Method: POST\r\n"
        "Access-Control-Request-Private-Network: true"
    ),
    "a web socket of a page": (
        "GET {path} HTTP/1.1\r\nHost: {own}\r\nOrigin: https://evil.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13"
    ),
    "a web socket of a name that was rebound": (
        "GET {path} HTTP/1.1\r\nHost: evil.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13"
    ),
}


def answers(address: str, request: str, *more: str) -> list[int]:
    """Send bytes as they stand, and return the status of every answer that comes before the server closes the connection.

    A server that closes without a status gives an empty list.
    """
    host, _, port = address.partition(":")
    ending = "" if "Connection:" in request else "\r\nConnection: close"
    text = (request if request.count(" ") < 2 else request + ending) + "\r\n\r\n"
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall("".join([text, *more]).encode())
        received = b""
        while part := connection.recv(65536):
            received += part
    return [int(line.split()[1]) for line in received.split(b"\r\n") if line.startswith(b"HTTP/1.")]


def served(laptop, service) -> tuple[str, str, int]:
    there = laptop.services[service]
    return f"127.0.0.1:{there.port}", there.health, there.port


@pytest.mark.parametrize("host", HOSTS.values(), ids=HOSTS)
@pytest.mark.parametrize("service", SERVICES)
def test_a_host_that_is_written_in_another_way_is_refused(laptop, service, host):
    own, path, port = served(laptop, service)
    assert answers(own, f"GET {path} HTTP/1.1\r\nHost: {host.format(own=own, port=port)}") == [403]


@pytest.mark.parametrize("request_text", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("service", SERVICES)
def test_a_request_that_can_be_read_in_two_ways_is_refused(laptop, service, request_text):
    own, path, _ = served(laptop, service)
    assert [status for status in answers(own, request_text.format(own=own, path=path)) if status not in (400, 403, 501)] == []


SMUGGLED = {
    "two lengths": "POST {path} HTTP/1.1\r\nHost: {own}\r\nContent-Length: 0\r\nContent-Length: {length}\r\n\r\n",
    "a length and chunks": (
        "POST {path} HTTP/1.1\r\nHost: {own}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    ),
    "a length with a sign": "POST {path} HTTP/1.1\r\nHost: {own}\r\nContent-Length: +{length}\r\n\r\n",
    "a name that was rebound": "POST {path} HTTP/1.1\r\nHost: evil.example\r\nContent-Length: {length}\r\n\r\n",
    "a page, without a body": "POST {path} HTTP/1.1\r\nHost: {own}\r\nOrigin: null\r\nContent-Length: 0\r\n\r\n",
}


@pytest.mark.parametrize("request_text", SMUGGLED.values(), ids=SMUGGLED)
@pytest.mark.parametrize("service", SERVICES)
def test_a_request_in_the_body_of_another_is_not_carried_out(laptop, service, request_text):
    """The connection ends with the refusal. h11, which MiniStack is served by, prefers chunks to a length, as RFC 9112 allows."""
    own, path, port = served(laptop, service)
    inner = f"GET {path} HTTP/1.1\r\nHost: {own}\r\n\r\n"
    outer = request_text.format(own=own, path=path, length=len(inner))
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall((outer + inner).encode())
        received = b""
        while part := connection.recv(65536):
            received += part
            if b"200 OK" in received:
                break
    statuses = [int(line.split()[1]) for line in received.split(b"\r\n") if line.startswith(b"HTTP/1.")]
    # One request is answered where a length and chunks are given: the outer one, which anybody may send.
    expected = ([200],) if "chunked" in request_text and service == "ministack" else ([400], [403], [411])
    assert statuses in expected


@pytest.mark.parametrize(
    ("authority", "host"),
    [("evil.example", None), ("localhost.", None), ("evil.example", "{own}"), ("{own}", "evil.example"), (None, None)],
)
def test_the_second_version_of_http_opens_nothing(laptop, authority, host):
    own, path, port = served(laptop, "ministack")
    headers = [(":method", "GET"), (":scheme", "http"), (":path", path)]
    headers += [(":authority", authority.format(own=own))] if authority else []
    headers += [("host", host.format(own=own))] if host else []
    assert _status_of_http2(port, headers) in (None, 403)
    assert _status_of_http2(port, [(":method", "GET"), (":scheme", "http"), (":path", path), (":authority", own)]) == 200


def _status_of_http2(port: int, headers: list[tuple[str, str]]) -> int | None:
    """Return the status, or None where the server ends the connection without one."""
    settings = h2.config.H2Configuration(validate_outbound_headers=False, normalize_outbound_headers=False)
    http2 = h2.connection.H2Connection(settings)
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        http2.initiate_connection()
        http2.send_headers(1, headers, end_stream=True)
        connection.sendall(http2.data_to_send())
        while received := connection.recv(65536):
            for event in http2.receive_data(received):
                if isinstance(event, h2.events.ResponseReceived):
                    return int(dict(event.headers)[b":status"])
                if isinstance(event, h2.events.StreamReset | h2.events.ConnectionTerminated):
                    return None
    return None


@pytest.mark.parametrize(
    "path",
    [
        "//_ministack/reset",
        "/%5fministack/reset",
        "/%2e/_ministack/reset",
        "/./_ministack/reset",
        "/x/../_ministack/reset",
        "/_MINISTACK/reset",
        "/_ministack/health/../reset",
        "/_ministack/health;/reset",
        "/_ministack/health/",
        "http://{own}/_ministack/reset",
    ],
)
def test_another_spelling_of_a_path_of_ministacks_own_is_closed_too(laptop, path):
    own, _, _ = served(laptop, "ministack")
    storage = client("s3", laptop)
    storage.create_bucket(Bucket="kept")
    for query in ("", "?X-Amz-Signature=00", "?Signature=00"):
        request = f"POST {path.format(own=own)}{query} HTTP/1.1\r\nHost: {own}\r\nContent-Length: 0"
        assert answers(own, request) in ([400], [403])
    storage.head_bucket(Bucket="kept")


SIGNATURES = {
    "none": ({}, ""),
    "an unknown scheme": ({"Authorization": "AWS4-NONE x"}, ""),
    "a header without a key": ({"Authorization": "AWS4-HMAC-SHA256 nothing"}, ""),
    "an old header": ({"Authorization": "AWS test:c2lnbmF0dXJl"}, ""),
    "a header of the root with a wrong signature": (
        {
            "Authorization": "AWS4-HMAC-SHA256 Credential=test/20261130/us-east-1/iam/aws4_request, SignedHeaders=host, "
            "Signature=00",
            "X-Amz-Date": "20261130T000000Z",
        },
        "",
    ),
    "an asymmetric header": (
        {
            "Authorization": "AWS4-ECDSA-P256-SHA256 Credential=test/20261130/s3/aws4_request, "
            "SignedHeaders=host;x-amz-region-set, Signature=00",
            "X-Amz-Region-Set": "*",
        },
        "",
    ),
    "a signature in the query": ({}, "?Signature=00"),
    "a key in the query": ({}, "?X-Amz-Credential=test/20261130/us-east-1/s3/aws4_request&X-Amz-Signature=00"),
    "an old key in the query": ({}, "?AWSAccessKeyId=test&Signature=00&Expires=99999999999"),
}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ENTRANCES = {
    "a registry of images": ("GET", "/v2/", {}, ""),
    "the images of a registry": ("GET", "/v2/_catalog", {}, ""),
    "an upload to a registry": ("POST", "/v2/x/blobs/uploads/", {}, ""),
    "a login": ("POST", "/oauth2/token", FORM, "grant_type=client_credentials"),
    "a login page": ("GET", "/oauth2/authorize", {}, ""),
    "who a token is for": ("GET", "/oauth2/userInfo", {}, ""),
    "keys of a user pool": ("GET", "/us-east-1_a/.well-known/jwks.json", {}, ""),
    "the metadata of an instance": ("GET", "/latest/meta-data/iam/security-credentials/", {}, ""),
    "a token for metadata": ("PUT", "/latest/api/token", {"X-aws-ec2-metadata-token-ttl-seconds": "21600"}, ""),
    "credentials of a container": ("GET", "/v2/credentials/x", {}, ""),
    "the runtime API": ("GET", "/2018-06-01/runtime/invocation/next", {}, ""),
    "the functions": ("GET", "/2015-03-31/functions/", {}, ""),
    "a function": ("POST", "/2015-03-31/functions/x/invocations", {}, "{}"),
    "the roles": ("POST", "/", FORM, "Action=ListRoles&Version=2010-05-08"),
    "a role": (
        "POST",
        "/",
        FORM,
        "Action=AssumeRole&Version=2011-06-15&RoleSessionName=x&RoleArn=arn:aws:iam::000000000000:role/x",
    ),
    "a role by a web identity": (
        "POST",
        "/",
        FORM,
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=x&WebIdentityToken=a.b.c"
        "&RoleArn=arn:aws:iam::000000000000:role/x",
    ),
    "the secrets": (
        "POST",
        "/",
        {"X-Amz-Target": "secretsmanager.ListSecrets", "Content-Type": "application/x-amz-json-1.1"},
        "{}",
    ),
    "the logs": (
        "POST",
        "/",
        {"X-Amz-Target": "Logs_20140328.DescribeLogGroups", "Content-Type": "application/x-amz-json-1.1"},
        "{}",
    ),
    "the buckets": ("GET", "/", {}, ""),
    "a service of a page": ("POST", "/graphql", {"Host": "x.appsync-api.us-east-1.localhost"}, "{}"),
    "a function's URL": ("GET", "/", {"Host": "abc.lambda-url.us-east-1.localhost"}, ""),
}


@pytest.mark.parametrize("signature", SIGNATURES.values(), ids=SIGNATURES)
def test_no_entrance_of_ministack_takes_a_forged_signature(laptop, signature):
    headers, query = signature
    through = {}
    for name, (method, path, more, body) in ENTRANCES.items():
        connection = http.client.HTTPConnection("127.0.0.1", laptop.services["ministack"].port, timeout=10)
        connection.request(method, path + query, body or None, {**more, **headers})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        if answer.status not in (400, 403) or b"grant" in text:
            through[name] = (answer.status, text[:100])
    assert through == {}


TARGETS = (
    "AWSStepFunctions.ListStateMachines",
    "ListStateMachines",
    "awsstepfunctions.ListStateMachines",
    ".ListStateMachines",
    "AWSStepFunctions.AWSStepFunctions.ListStateMachines",
    "secretsmanager.ListStateMachines",
    "",
)


@pytest.mark.parametrize("scope", ["states", "s3", "iam", "nothing"])
@pytest.mark.parametrize("signature", SIGNATURES.values(), ids=SIGNATURES)
def test_step_functions_takes_no_forged_signature_whatever_it_is_asked_for(laptop, signature, scope):
    """It asks MiniStack who may call, and MiniStack must take the request for one to Step Functions as well."""
    headers, query = signature
    through = []
    for target in TARGETS:
        for kind in ("application/x-amz-json-1.0", "application/x-www-form-urlencoded", "text/plain"):
            connection = http.client.HTTPConnection("127.0.0.1", laptop.services["step-functions"].port, timeout=10)
            given = {name: value.replace("/iam/", f"/{scope}/") for name, value in headers.items()}
            connection.request("POST", f"/{query}", "{}", {"X-Amz-Target": target, "Content-Type": kind, **given})
            answer = connection.getresponse()
            text = answer.read()
            connection.close()
            if answer.status not in (400, 403) or b"stateMachines" in text:
                through.append((target, kind, answer.status, text[:100]))
    assert through == []


def test_a_body_of_no_known_length_is_read_by_no_server():
    class Server(LoopbackServer):
        NAME = "server"

        def answer(self, request: Received) -> Response:
            return Response(200, {})

    with Server().serving() as server:
        own = server.url.removeprefix("http://")
        for lengths in ("5\r\nContent-Length: 5", "-1", "1e3", "0x10", "5, 5", "", " "):
            assert answers(own, f"POST /x HTTP/1.1\r\nHost: {own}\r\nContent-Length: {lengths}") == [411]


@pytest.mark.parametrize("name", ["two hosts, ours last", "a whole URL of another name", "two sites, the allowed one last"])
def test_the_api_of_a_function_gives_its_event_to_no_forged_request(name):
    with RuntimeApi(1) as api:
        api.send({"secret": 1})
        request = HEADERS[name].format(own=api.address, path="/2018-06-01/runtime/invocation/next")
        assert answers(api.address, request) == [403]
        assert api.taken == set()
