"""The server of all dialects, as a process and in a thread."""

import signal
import subprocess
import sys

import httpx

from tests.providers import DIALECTS


def test_as_a_process_it_serves_every_provider_until_it_is_told_to_end():
    with subprocess.Popen([sys.executable, "-m", "tests.providers", "--port", "0"], stdout=subprocess.PIPE, text=True) as server:
        try:
            said = server.stdout.readline().strip()
            assert said.startswith("model APIs on http://127.0.0.1:")
            url = said.removeprefix("model APIs on ")
            assert httpx.get(f"{url}/ollama/api/tags").json()["models"][0]["name"] == "scripted:latest"
            assert httpx.post(f"{url}/groq/openai/v1/chat/completions", json={}).json()["error"]["message"] == "Invalid API Key"
        finally:
            server.send_signal(signal.SIGTERM)
        assert server.wait(10) == 0


def test_an_address_that_is_not_served_is_told_those_of_every_provider(url):
    answer = httpx.get(f"{url}/v1/complete")
    assert answer.status_code == 404
    words = answer.json()["error"]
    assert words.startswith("nothing at /v1/complete: there are /healthz, /anthropic/v1/messages, ")
    assert all(f", /{name}/" in words for name in DIALECTS)
