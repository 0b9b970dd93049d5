"""A call talks to the provider and to nobody else, and leaves nothing secret behind."""

import json
import sys
import threading
from urllib.parse import urlsplit

import pytest

SAID = "the-patient-is-Jane-Doe"


@pytest.fixture(scope="module")
def connections():
    """Every address that this process connects to, or looks up, while a test asks for it."""
    seen = []
    listening = threading.Event()

    def hook(event, arguments):
        if listening.is_set() and event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
            seen.append((event, arguments[1] if event == "socket.connect" else arguments[0]))

    sys.addaudithook(hook)  # it can't be taken off again, only told to keep still
    yield lambda: (seen.clear(), listening.set(), seen)[-1]
    listening.clear()


@pytest.mark.attack("secrets")
def test_the_provider_is_the_only_one_that_is_called(provider, configure, call, connections):
    target = provider.target()
    configure(target)
    provider.will(provider.wire.calls(("id_1", "query", {"sql": "SELECT 1"})), provider.wire.overloaded())
    seen = connections()
    call()
    with pytest.raises(Exception, match="verloaded"):
        call()
    port = urlsplit(target["api_base"]).port
    connected = {address for event, address in seen if event == "socket.connect"}
    assert connected == {("127.0.0.1", port)}
    assert {host for event, host in seen if event == "socket.getaddrinfo"} <= {"127.0.0.1"}
    assert len(provider.requests) == 2


@pytest.mark.attack("secrets")
def test_nothing_that_was_said_is_in_the_log(provider, configure, call, capfd):
    configure(provider)
    provider.will(
        provider.wire.calls(("id_1", "query", {"sql": SAID}), text=SAID),
        provider.wire.error(500, "Internal error"),
    )
    call(SAID, system=SAID)
    with pytest.raises(Exception, match="Internal error"):
        call(SAID, system=SAID)
    out, err = capfd.readouterr()
    lines = [line for line in out.splitlines() if not line.startswith('"POST ')]
    assert [json.loads(line)["event"] for line in lines] == ["llm_call", "llm_call_failed"]
    assert SAID not in out
    assert err == ""
