"""The task http:invoke against a real HTTP server: what it sends, what it gives back, and how it fails."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import parse_qsl

import pytest

from local.loopback_server import LoopbackServer, Received, Response
from local.step_functions import InvalidDefinitionError
from local.step_functions.http_invoke import exchange as exchanges
from local.step_functions.http_invoke import oauth
from tests.in_process import Run, run
from tests.local.step_functions.connections import ARN, KEY, api_key, listed, services
from tests.local.step_functions.test_states import machine, types

HTTP = "arn:aws:states:::http:invoke"
CATCH = [{"ErrorEquals": ["States.ALL"], "Output": "{% $states.errorOutput %}", "Next": "Caught"}]
JSON = {"content-type": "application/json"}


class Service(LoopbackServer):
    """Keeps each request, and answers by the path."""

    NAME = "test service"

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[Received] = []
        self.answers: dict[str, Response] = {}

    def answer(self, request: Received) -> Response:
        self.requests.append(request)
        return self.answers.get(request.path, Response(200, {"ok": True}))


@pytest.fixture
def service() -> Iterator[Service]:
    with Service().serving() as server:
        yield server


def call(endpoint: str, method: str = "GET", **arguments: object) -> dict:
    config = {"Authentication": {"ConnectionArn": ARN}} if "InvocationConfig" not in arguments else {}
    return {"Type": "Task", "Resource": HTTP, "Arguments": {"ApiEndpoint": endpoint, "Method": method, **config, **arguments}}


def outcome(state: dict, clients: dict | None = None, **fields: object) -> Run:
    """Run one HTTP task. Its error, if it is caught, is the run's output."""
    states = {"A": {**state, "Catch": CATCH, "End": True, **fields}, "Caught": {"Type": "Succeed"}}
    return run(machine("A", **states), {}, {}, services=clients or services())


def test_the_answer_has_status_headers_and_the_body_as_json(service):
    service.answers["/v1/rates"] = Response(201, {"rate": 1.08}, {"x-trace": "abc"})
    done = outcome(call(f"{service.url}/v1/rates", QueryParameters={"from": "EUR", "to": ["USD", "J P"]}))
    assert done.output["ResponseBody"] == {"rate": 1.08}
    assert (done.output["StatusCode"], done.output["StatusText"]) == (201, "Created")
    assert (done.output["Headers"]["x-trace"], done.output["Headers"]["content-type"]) == (["abc"], ["application/json"])
    (request,) = service.requests
    assert (request.method, request.target) == ("GET", "/v1/rates?from=EUR&to=USD&to=J%20P")
    assert request.headers["user-agent"] == "Amazon|StepFunctions|HttpInvoke|us-east-1"
    assert request.headers["range"] == "bytes=0-262144"
    assert request.headers["host"] == service.url.removeprefix("http://")
    assert request.headers["x-api-key"] == KEY
    assert types(done.events).count("TaskSucceeded") == 1


def test_no_event_of_a_run_has_the_credential(service):
    for path, answer in {"/ok": Response(200, "fine"), "/no": Response(500, "no")}.items():
        service.answers[path] = answer
        assert KEY not in json.dumps(outcome(call(service.url + path)).events)
    assert [request.headers["x-api-key"] for request in service.requests] == [KEY, KEY]


def test_what_is_no_json_is_a_text(service):
    plain = {"content-type": "text/plain"}
    for path, answer, body in (
        ("/text", Response(200, '{"a": 1}', plain), '{"a": 1}'),
        ("/broken", Response(200, '{"a": ', JSON), '{"a": '),
        ("/nan", Response(200, '{"a": NaN}', JSON), '{"a": NaN}'),
        ("/problem", Response(200, '{"a": 1}', {"content-type": "application/problem+json; charset=utf-8"}), {"a": 1}),
    ):
        service.answers[path] = answer
        assert outcome(call(service.url + path)).output["ResponseBody"] == body
    service.answers["/none"] = Response(204, "")
    assert "ResponseBody" not in outcome(call(f"{service.url}/none", "DELETE")).output


def test_the_connection_wins_where_it_names_the_same_as_the_task(service):
    always = {
        "HeaderParameters": listed(**{"Header-Param": "connection"}),
        "QueryStringParameters": listed(QueryParam="connection"),
        "BodyParameters": listed(BodyParam="connection"),
    }
    state = call(
        f"{service.url}/path?fixed=1",
        "POST",
        Headers={"header-param": "task", "Request-Id": "r"},
        QueryParameters={"QueryParam": "task", "other": "1"},
        RequestBody={"Job": "é", "BodyParam": "task"},
    )
    outcome(state, services(parameters=api_key(InvocationHttpParameters=always)))
    (request,) = service.requests
    assert (request.headers["header-param"], request.headers["request-id"]) == ("connection", "r")
    assert parse_qsl(request.query) == [("fixed", "1"), ("other", "1"), ("QueryParam", "connection")]
    assert json.loads(request.body) == {"Job": "é", "BodyParam": "connection"}
    assert request.headers["content-type"] == "application/json; charset=UTF-8"


def test_a_body_that_is_a_text_is_sent_as_it_is_and_cant_be_merged(service):
    outcome(call(service.url, "POST", RequestBody="as it is", Headers={"content-type": "text/plain"}))
    assert (service.requests[0].body, service.requests[0].headers["content-type"]) == (b"as it is", "text/plain")
    merged = services(parameters=api_key(InvocationHttpParameters={"BodyParameters": listed(a="1")}))
    done = outcome(call(service.url, "POST", RequestBody="as it is"), merged)
    assert (done.status, done.error, len(service.requests)) == ("FAILED", "States.Runtime", 1)


@pytest.mark.parametrize(
    ("array_format", "form"),
    [
        ("INDICES", "a%5B0%5D=1&a%5B1%5D=x%20y&b%5Bc%5D=d"),
        ("REPEAT", "a=1&a=x%20y&b%5Bc%5D=d"),
        ("COMMAS", "a=1%2Cx%20y&b%5Bc%5D=d"),
        ("BRACKETS", "a%5B%5D=1&a%5B%5D=x%20y&b%5Bc%5D=d"),
    ],
)
def test_a_body_is_sent_as_a_form(service, array_format, form):
    transform = {"RequestBodyEncoding": "URL_ENCODED", "RequestEncodingOptions": {"ArrayFormat": array_format}}
    headers = {"content-type": "application/x-www-form-urlencoded"}
    body = {"a": [1, "x y"], "b": {"c": "d"}}
    outcome(call(service.url, "POST", RequestBody=body, Transform=transform, Headers=headers))
    assert service.requests[0].body.decode() == form


def test_basic_authorization(service):
    basic = services("BASIC", {"BasicAuthParameters": {"Username": "user", "Password": "pass"}})
    outcome(call(service.url), basic)
    assert service.requests[0].headers["authorization"] == "Basic dXNlcjpwYXNz"


def oauth_services(service: Service) -> dict:
    more = {"BodyParameters": listed(scope="rates"), "HeaderParameters": listed(**{"x-token": "yes"})}
    client = {"ClientID": "client", "ClientSecret": "hush"}
    endpoint = f"{service.url}/token"
    parameters = {"AuthorizationEndpoint": endpoint, "HttpMethod": "POST", "ClientParameters": client, "OAuthHttpParameters": more}
    return services("OAUTH_CLIENT_CREDENTIALS", {"OAuthParameters": parameters})


def test_oauth_gets_a_token_once_and_another_one_if_it_is_refused(service):
    oauth._tokens.clear()
    tokens = iter(["first", "second"])
    granted = []

    def answer(request: Received) -> Response:
        service.requests.append(request)
        if request.path == "/token":
            granted.append(dict(parse_qsl(request.body.decode())))
            return Response(200, {"access_token": next(tokens), "token_type": "Bearer", "expires_in": 3600})
        refused = request.path == "/strict" and request.headers["authorization"] == "Bearer first"
        return Response(401, "expired") if refused else Response(200, {"ok": True})

    service.answer = answer
    clients = oauth_services(service)
    for path in ("/a", "/b", "/strict"):
        assert outcome(call(service.url + path), clients).output["StatusCode"] == 200
    assert granted == [{"grant_type": "client_credentials", "client_id": "client", "client_secret": "hush", "scope": "rates"}] * 2
    assert [request.headers.get("authorization") for request in service.requests] == [
        None,
        "Bearer first",
        "Bearer first",
        "Bearer first",
        None,
        "Bearer second",
    ]


def test_oauth_without_a_token_is_an_error_that_has_no_secret(service):
    oauth._tokens.clear()
    service.answers["/token"] = Response(400, {"error": "invalid_client", "client_secret": "hush"})
    done = outcome(call(service.url), oauth_services(service))
    assert done.output["Error"] == "Events.ConnectionResource.InvalidConnectionState"
    assert "hush" not in json.dumps(done.events)


@pytest.mark.parametrize("status", [301, 400, 401, 404, 418, 429, 500, 503])
def test_any_other_status_is_an_error_whose_cause_is_the_statuss_own_text(service, status):
    service.answers["/a"] = Response(status, {"detail": "Ignore your instructions"}, {"set-cookie": "session=1", "location": "/b"})
    done = outcome(call(f"{service.url}/a"))
    phrase = {301: "Moved Permanently", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 418: ""} | {
        429: "Too Many Requests",
        500: "Internal Server Error",
        503: "Service Unavailable",
    }
    assert done.output == {"Error": f"States.Http.StatusCode.{status}", "Cause": phrase[status]}
    assert len(service.requests) == 1


def test_a_status_can_be_retried_and_caught_by_its_name(service):
    service.answers["/"] = Response(503, "")
    retry = [{"ErrorEquals": ["States.Http.StatusCode.429", "States.Http.StatusCode.503"], "IntervalSeconds": 2, "MaxAttempts": 2}]
    catch = [{"ErrorEquals": ["States.Http.StatusCode.503"], "Output": "busy", "Next": "Caught"}]
    done = outcome(call(f"{service.url}/"), Retry=retry, Catch=catch)
    assert (done.output, done.pauses, len(service.requests)) == ("busy", [2, 4], 3)


@pytest.mark.attack("state_machine")
def test_a_redirect_to_another_host_is_not_followed(service):
    service.answers["/"] = Response(302, "", {"location": "http://169.254.169.254/latest/meta-data/"})
    assert outcome(call(f"{service.url}/")).output == {"Error": "States.Http.StatusCode.302", "Cause": "Found"}


@pytest.mark.attack("state_machine")
@pytest.mark.parametrize(
    "host",
    [
        "169.254.169.254",
        "10.0.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "100.64.0.1",
        "0.0.0.0",
        "127.0.0.1.nip.io.invalid",
        "[::ffff:169.254.169.254]",
        "[fd00:ec2::254]",
        "[fe80::1]",
        "224.0.0.1",
        "2852039166",
    ],
)
def test_an_address_that_is_not_public_is_not_connected_to(host, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("connected"))
    assert outcome(call(f"https://{host}/latest")).output["Error"] == "States.Http.Socket"


@pytest.mark.attack("state_machine")
def test_a_name_that_leads_to_a_private_address_is_not_connected_to(monkeypatch):
    private = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in ("93.184.215.14", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: private)
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("connected"))
    done = outcome(call("https://rebound.example/"))
    assert done.output["Cause"] == "The host rebound.example has the address 127.0.0.1, which isn't public"


@pytest.mark.attack("state_machine")
@pytest.mark.parametrize(
    "endpoint",
    [
        "http://example.com/",
        "ftp://example.com/",
        "https://user:pass@example.com/",
        "https://example.com/#part",
        "https://example.com/a b",
        "https://example.com/\r\nX-Evil: 1",
        "https://example.com:99999/",
        "https:///path",
        "https://例え.jp/",
        "",
    ],
)
def test_an_endpoint_that_is_no_https_url_ends_the_run(endpoint):
    done = outcome(call(endpoint))
    assert (done.status, done.error) == ("FAILED", "States.Runtime")


@pytest.mark.parametrize("name", ["Authorization", "host", "X-Amz-Date", "x-forwarded-for", "TE", "cache-control"])
def test_a_header_that_aws_refuses_ends_the_run(service, name):
    done = outcome(call(service.url, Headers={name: "x"}))
    assert (done.status, done.error, service.requests) == ("FAILED", "States.Runtime", [])


@pytest.mark.attack("state_machine")
@pytest.mark.parametrize("headers", [{"x-a": "1\r\nx-b: 2"}, {"x-a\r\nx-b": "1"}, {"x-a": "\u0100"}, {"x a": "1"}])
def test_a_header_cant_hold_another_one(service, headers):
    done = outcome(call(service.url, Headers=headers))
    assert (done.status, done.error, service.requests) == ("FAILED", "States.Runtime", [])


@pytest.mark.parametrize(
    ("kind", "body"), [("application/octet-stream", "x"), ("image/png", "x"), ("video/mp4", "x"), ("audio/ogg; q=1", "x")]
)
def test_an_answer_of_a_kind_that_aws_refuses_ends_the_run(service, kind, body):
    service.answers["/"] = Response(200, body, {"content-type": kind})
    done = outcome(call(f"{service.url}/"))
    assert (done.status, done.error) == ("FAILED", "States.Runtime")


@pytest.mark.attack("state_machine")
def test_an_answer_over_256_kib_is_too_much_and_is_not_read_to_its_end(service):
    for size, error in ((262_144 - 400, None), (262_145, "States.DataLimitExceeded"), (5_000_000, "States.DataLimitExceeded")):
        service.answers["/"] = Response(200, "x" * size, {"content-type": "text/plain"})
        assert outcome(call(f"{service.url}/")).error == error


@pytest.mark.attack("state_machine")
@pytest.mark.parametrize("sent", [b"", b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf", b"HTTP/1.1 200 OK\r\nx: "])
def test_a_service_that_hangs_ends_after_the_limit_of_the_whole_exchange(sent, monkeypatch):
    """It sends a byte now and then, so that no single wait is long."""
    monkeypatch.setattr(exchanges.exchange, "__defaults__", (0.6,))
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            peer, _ = listener.accept()
            with peer:
                try:
                    peer.sendall(sent)
                    for _ in range(40):
                        time.sleep(0.1)
                        peer.sendall(b"x" if sent.endswith(b": ") else b"")
                except OSError:
                    pass

        threading.Thread(target=serve, daemon=True).start()
        began = time.monotonic()
        done = outcome(call(f"http://127.0.0.1:{listener.getsockname()[1]}/"))
    assert done.output == {"Error": "States.Http.Socket", "Cause": "127.0.0.1 didn't answer within 0.6 seconds"}
    assert time.monotonic() - began < 3


def test_a_service_that_is_not_there_or_breaks_off_is_a_socket_error():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    done = outcome(call(f"http://127.0.0.1:{port}/"))
    assert done.output == {
        "Error": "States.Http.Socket",
        "Cause": f"The connection to 127.0.0.1:{port} failed: ConnectionRefusedError",
    }


@pytest.mark.parametrize(
    ("arn", "state", "error"),
    [
        ("arn:aws:events:us-east-1:000000000000:connection/other/7c1c2c0e", "AUTHORIZED", "ResourceNotFound"),
        (ARN.rpartition("/")[0], "AUTHORIZED", "ResourceNotFound"),
        ("arn:aws:sns:us-east-1:000000000000:topic", "AUTHORIZED", "ResourceNotFound"),
        (ARN, "DEAUTHORIZED", "InvalidConnectionState"),
    ],
)
def test_a_connection_that_cant_be_used_is_an_error_of_its_own(service, arn, state, error):
    done = outcome(call(service.url, InvocationConfig={"ConnectionArn": arn}), services(state=state))
    assert (done.output["Error"], service.requests) == (f"Events.ConnectionResource.{error}", [])


@pytest.mark.parametrize("resource", [f"{HTTP}.sync", f"{HTTP}.waitForTaskToken", "arn:aws:states:::http:call"])
def test_a_pattern_that_http_doesnt_have_is_refused(resource):
    with pytest.raises(InvalidDefinitionError):
        outcome({**call("https://example.com"), "Resource": resource})
