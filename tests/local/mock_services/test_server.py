"""The server as a process: where it listens, how it ends, what it hands on, what it tells strangers, and what it logs."""

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from local.loopback_server import Response
from local.mock_services.hosts import hosts
from local.mock_services.http import Request
from local.mock_services.server import MockServer


@pytest.fixture
def process():
    server = subprocess.Popen(
        [sys.executable, "-m", "local.mock_services", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    yield server
    server.kill()
    server.communicate()


@pytest.fixture
def log():
    return []


@pytest.fixture
def seen():
    return []


@pytest.fixture
def url(log, seen):
    def answer(request):
        seen.append(request)
        return Response(418, {"café": 1}, {"x-more": "yes"})

    def fails(request):
        raise KeyError(request.path)

    with MockServer(log=log.append, answers={"api.example.com": answer, "broken.example.com": fails}).serving() as server:
        yield server.url


def port_of(process):
    line = process.stdout.readline()
    assert line.startswith("mock services on http://127.0.0.1:")
    return int(line.rpartition(":")[2])


def ask(url, data=None, headers=None):
    """Status, headers and body, whichever status it is."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data=data, headers=headers or {})) as response:
            return response.status, response.headers, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, error.headers, json.load(error)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_end(process, number):
    port = port_of(process)
    assert ask(f"http://127.0.0.1:{port}/healthz")[::2] == (200, {"status": "ok"})
    process.send_signal(number)
    assert process.wait(10) == 0


def test_it_listens_on_this_machine_only(process):
    port = port_of(process)
    addresses = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in addresses:
        with socket.socket() as client, pytest.raises(OSError, match="refused"):
            client.connect((address, port))


def test_a_port_that_is_taken_is_said_to_be(process):
    port = port_of(process)
    second = subprocess.run(
        [sys.executable, "-m", "local.mock_services", "--port", str(port)], capture_output=True, text=True, check=False
    )
    assert second.returncode == 1
    assert second.stderr == (
        f"The mock services can't listen on 127.0.0.1:{port}: Address already in use. Choose another port with --port.\n"
    )


def test_a_request_reaches_the_mock_service_of_its_host_as_it_was_sent(url, seen):
    ask(f"{url}/api.example.com/v1/a%2Fb/?key=k%20k&key=2&bare", b"{}", {"X-Goog-Api-Key": "secret", "content-type": "text/x"})
    (request,) = seen
    assert (request.method, request.path, request.body) == ("POST", "/v1/a%2Fb/", b"{}")
    assert request.query == {"key": ["k k", "2"], "bare": [""]}
    assert (request.headers["x-goog-api-key"], request.headers["content-type"]) == ("secret", "text/x")


def test_a_host_alone_is_its_root(url, seen):
    ask(f"{url}/api.example.com")
    assert seen == [Request("GET", "/", {}, seen[0].headers, b"")]


def test_the_answer_goes_back_as_it_is_and_says_whose_mock_service_gave_it(url):
    status, headers, body = ask(f"{url}/api.example.com/")
    assert (status, body) == (418, {"café": 1, "mock_service": "Mock service"})
    assert headers["x-mock-service"] == "api.example.com"
    assert headers["x-more"] == "yes"
    assert headers["content-type"] == "application/json; charset=UTF-8"


def test_half_of_a_surrogate_pair_that_comes_back_is_a_question_mark():
    assert Response(200, {"said": "a\ud800b"}).data == b'{"said": "a?b"}'


def test_a_host_without_a_mock_service_is_told_which_have_one(url):
    status, _, body = ask(f"{url}/other.example.com/v1?key=secret")
    assert status == 404
    assert body == {
        "error": "no mock service for the host 'other.example.com' of /other.example.com/v1: there are /healthz, "
        "/api.example.com/, /broken.example.com/"
    }


def test_a_mock_service_that_fails_says_so_and_the_next_request_is_answered(url, log):
    assert ask(f"{url}/broken.example.com/x")[::2] == (
        500,
        {"error": "mock services failed at /broken.example.com/x: KeyError"},
    )
    assert "KeyError: '/x'" in log[0]
    assert ask(f"{url}/api.example.com/")[0] == 418


@pytest.mark.parametrize("header", ["transfer-encoding: chunked", "content-length: -1", "content-length: 10485761"])
def test_a_body_of_unknown_or_too_great_length_is_refused_unread(url, seen, header):
    with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2]))) as client:
        client.sendall(f"POST /api.example.com/ HTTP/1.1\r\nhost: x\r\n{header}\r\n\r\n".encode())
        answer = b"".join(iter(lambda: client.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 411 ")
    assert answer.endswith(b'{"error": "Mock service: a body needs a content-length of at most 10485760 bytes"}')
    assert b"x-mock-service: mock-services" in answer
    assert seen == []


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        (b"BREW /api.example.com/ HTTP/1.1\r\nhost: x\r\n\r\n", b"501", b"Unsupported method ('BREW')"),
        (b"GET /api.example.com/ HTTP/1.1\r\n" + b"a: b\r\n" * 200 + b"\r\n", b"431", b"Too many headers"),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", b"414", b"Too Long"),
    ],
)
def test_a_request_that_can_not_be_read_is_refused_by_a_mock_service_too(url, seen, sent, status, said):
    with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2]))) as client:
        client.sendall(sent)
        answer = b"".join(iter(lambda: client.recv(4096), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.split(b" ")[1] == status
    assert b"x-mock-service: mock-services" in head
    assert body.startswith(b'{"error": "Mock service: ')
    assert body.endswith(said + b'"}')
    assert seen == []


def test_headers_come_at_once_and_the_body_after_its_pause():
    answers = {"slow.example.com": lambda _: Response(200, {"ok": True}, pause=0.3)}
    with MockServer(answers=answers).serving() as server, urllib.request.urlopen(f"{server.url}/slow.example.com/") as response:
        began = time.monotonic()
        assert response.headers["x-mock-service"] == "slow.example.com"
        assert json.load(response) == {"ok": True}
        assert time.monotonic() - began > 0.25


def test_the_log_has_method_host_path_and_status_and_never_the_query(url, log):
    ask(f"{url}/api.example.com/v1/x?key=secret", b"body")
    ask(f"{url}/healthz?key=secret")
    assert log == ["POST /api.example.com/v1/x 418", "GET /healthz 200"]


def test_the_process_logs_each_request(process):
    port = port_of(process)
    ask(f"http://127.0.0.1:{port}/healthz")
    assert process.stdout.readline() == "GET /healthz 200\n"


def test_every_package_of_a_mock_service_is_found():
    assert {"maps.googleapis.com", "places.googleapis.com", "routes.googleapis.com"} <= hosts().keys()
