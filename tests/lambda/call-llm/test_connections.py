"""Connections that don't bring an answer: none, none in time, or half of one."""

import json
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from call_llm.errors import LLMTimeout, LLMUnavailable


@pytest.fixture(autouse=True)
def to_the_provider(provider, configure):
    configure(provider)


@contextmanager
def server_that(answers, protocol="HTTP/1.0", status=200):
    """The URL of a server whose handler answers a request like this."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = protocol

        def do_POST(self):
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(status)
            self.send_header("content-type", "application/json")
            answers(self)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def drips():
    """A server that sends a blank every now and then, and never an answer."""
    done = threading.Event()

    def drip(handler):
        handler.end_headers()
        for _ in range(40):
            handler.wfile.write(b" ")
            if done.wait(0.2):
                break

    with server_that(drip) as url:
        yield url
        done.set()


@pytest.fixture
def breaks_off():
    """A server that promises more than it sends."""

    def half(handler):
        handler.send_header("content-length", "1000")
        handler.end_headers()
        handler.wfile.write(b'{"id": "')

    with server_that(half) as url:
        yield url


@pytest.fixture
def dies_after_an_answer(provider):
    """A server that keeps each connection, and no longer knows it when a second request comes: as after a long while."""
    known = set()

    def once(handler):
        if handler.client_address in known:
            handler.wfile.close()
            return
        known.add(handler.client_address)
        body = json.dumps(provider.wire.says("Hi.").body).encode()
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    with server_that(once, "HTTP/1.1") as url:
        yield url


@pytest.fixture
def elsewhere():
    """A server that sends every request to itself under another name, and the methods that it was asked with."""
    asked = []

    def away(handler):
        asked.append(handler.command)
        handler.send_header("location", f"http://localhost:{handler.server.server_port}/elsewhere")
        handler.send_header("content-length", "0")
        handler.end_headers()

    with server_that(away, status=307) as url:
        yield url, asked


def test_a_provider_that_does_not_listen_is_unavailable(provider, configure, call):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
    configure(provider.target(api_base=nobody))
    with pytest.raises(LLMUnavailable, match=provider.wire.MODEL):
        call()


def test_a_provider_that_does_not_answer_in_time_times_out(provider, configure, call):
    done = threading.Event()

    def late(request):
        done.wait(30)
        return provider.wire.says("Sorry.")

    configure(provider, timeout_seconds=1)
    provider.will(late)
    with pytest.raises(LLMTimeout):
        call()
    done.set()


def test_the_time_that_the_function_has_left_is_the_most_that_a_call_takes(provider, call):
    done = threading.Event()

    def late(request):
        done.wait(30)
        return provider.wire.says("Sorry.")

    provider.will(late)
    with pytest.raises(LLMTimeout):
        call(milliseconds_left=4500)
    done.set()


def test_a_provider_that_only_keeps_the_connection_alive_times_out(provider, configure, call, drips):
    configure(provider.target(api_base=drips), timeout_seconds=1)
    with pytest.raises(LLMTimeout, match="no whole answer within 1 s"):
        call()


def test_an_answer_that_breaks_off_is_unavailable(provider, configure, call, breaks_off):
    configure(provider.target(api_base=breaks_off))
    with pytest.raises(LLMUnavailable, match=provider.wire.MODEL):
        call()


def test_a_provider_that_sends_a_call_elsewhere_is_unavailable_and_nothing_goes_there(provider, configure, call, elsewhere):
    url, asked = elsewhere
    configure(provider.target(api_base=url))
    with pytest.raises(LLMUnavailable):
        call()
    assert asked == ["POST"]


def test_a_connection_that_has_died_since_the_last_call_is_not_asked_again(provider, configure, call, dies_after_an_answer):
    configure(provider.target(api_base=dies_after_an_answer))
    for _ in range(3):
        assert call()["metadata"]["attempts"] == 1


def test_without_time_left_no_request_is_sent(provider, call):
    with pytest.raises(LLMTimeout, match="no time left"):
        call(milliseconds_left=3500)
    assert provider.requests == []
