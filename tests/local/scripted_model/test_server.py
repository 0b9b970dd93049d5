"""The server as a process: where it listens, how it ends, and what it says to what it doesn't know."""

import json
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest


@pytest.fixture
def process():
    server = subprocess.Popen(
        [sys.executable, "-m", "local.scripted_model", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    yield server
    server.kill()
    server.communicate()


def port_of(process):
    line = process.stdout.readline()
    assert line.startswith("scripted model on http://127.0.0.1:")
    return int(line.rpartition(":")[2])


def get(url):
    with urllib.request.urlopen(url) as response:
        return json.load(response)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_end(process, number):
    port = port_of(process)
    assert get(f"http://127.0.0.1:{port}/healthz") == {"status": "ok"}
    process.send_signal(number)
    assert process.wait(10) == 0


def test_the_process_logs_each_request_and_a_server_in_a_thread_logs_none(process, url, capfd):
    port = port_of(process)
    get(f"http://127.0.0.1:{port}/healthz")
    assert process.stdout.readline() == "GET /healthz 200\n"
    get(f"{url}/healthz")
    assert capfd.readouterr() == ("", "")


def test_it_listens_on_this_machine_only(process):
    port = port_of(process)
    addresses = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in addresses:
        with socket.socket() as client, pytest.raises(OSError, match="refused"):
            client.connect((address, port))


def test_a_port_that_is_taken_is_said_to_be(process):
    port = port_of(process)
    second = subprocess.run(
        [sys.executable, "-m", "local.scripted_model", "--port", str(port)], capture_output=True, text=True, check=False
    )
    assert second.returncode == 1
    assert second.stderr == (
        f"The scripted model can't listen on 127.0.0.1:{port}: Address already in use. Choose another port with --port.\n"
    )


def test_an_address_that_is_not_served_is_told_those_that_are(url):
    with pytest.raises(urllib.error.HTTPError) as raised:
        get(f"{url}/v1/complete")
    assert raised.value.code == 404
    words = json.load(raised.value)["error"]
    assert words == "nothing at /v1/complete: there are /healthz, /anthropic/v1/messages"


def test_a_body_that_is_no_json_is_refused_in_the_words_of_the_dialect(url):
    request = urllib.request.Request(f"{url}/anthropic/v1/messages", data=b"{")
    with pytest.raises(urllib.error.HTTPError) as raised:
        urllib.request.urlopen(request)
    assert raised.value.code == 400
    assert json.load(raised.value)["error"]["type"] == "invalid_request_error"
