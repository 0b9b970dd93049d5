"""Ollama's models, from a server that says what Ollama says."""

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from local.errors import ModelError
from local.models import chosen_model
from local.models.ollama import _url

FREE = {"input": 0, "output": 0}
# As `GET /api/tags` lists them: what was changed last comes first.
CAPABILITIES = {
    "nomic-embed-text:latest": ["embedding"],
    "qwen3:latest": ["completion", "tools", "thinking"],
    "llama3.1:8b": ["completion", "tools"],
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert self.path == "/api/tags"
        self._send({"models": [{"name": name} for name in self.server.capabilities]})

    def do_POST(self) -> None:
        assert self.path == "/api/show"
        name = json.loads(self.rfile.read(int(self.headers["content-length"])))["model"]
        there = self.server.capabilities
        said = there[name] if name in there else there[f"{name}:latest"]
        self._send({"details": {}} | ({} if said is None else {"capabilities": said}))

    def _send(self, body: object) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.capabilities = dict(CAPABILITIES)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def choose(server):
    host = f"127.0.0.1:{server.server_port}"
    return lambda **environment: chosen_model({"OLLAMA_HOST": host} | environment)


def test_without_a_key_ollama_serves_the_latest_model_that_calls_tools(choose, server):
    model = choose()
    url = f"http://127.0.0.1:{server.server_port}"
    assert model.target == {"model": "ollama/qwen3:latest", "apiBase": url, "price": FREE}
    assert model.key is None
    assert model.why == f"because Ollama serves it at {url}; OLLAMA_MODEL asks for another, --model scripted for none"


def test_a_key_comes_before_an_ollama_that_happens_to_run(choose):
    assert choose(OPENAI_API_KEY="k").target["model"].startswith("openai/")


def test_an_ollama_without_a_model_that_calls_tools_is_left_alone(choose, server):
    server.capabilities = {"nomic-embed-text:latest": ["embedding"]}
    assert choose() is None


def test_no_ollama_is_no_mistake():
    assert chosen_model({"OLLAMA_HOST": "http://127.0.0.1:1"}) is None


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        ({"OLLAMA_MODEL": "llama3.1:8b"}, "llama3.1:8b"),
        ({"OLLAMA_MODEL": "llama3.1:8b", "ANTHROPIC_API_KEY": "k"}, "llama3.1:8b"),
        ({"LLM_MODEL": "ollama/qwen3", "OLLAMA_MODEL": "llama3.1:8b"}, "qwen3"),
        ({"LLM_MODEL": "ollama", "OLLAMA_MODEL": "llama3.1:8b"}, "llama3.1:8b"),
        ({"LLM_MODEL": "ollama"}, "qwen3:latest"),
    ],
)
def test_a_model_is_asked_for_by_name(choose, environment, name):
    assert choose(**environment).target["model"] == f"ollama/{name}"


def test_llm_model_decides_against_ollama(choose):
    assert choose(OLLAMA_MODEL="qwen3", ANTHROPIC_API_KEY="k", LLM_MODEL="anthropic/x").target["model"] == "anthropic/x"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (
            "none",
            "does not have the model 'none'. It has: nomic-embed-text:latest, qwen3:latest, llama3.1:8b. Get it: ollama pull none",
        ),
        ("nomic-embed-text", "Ollama's 'nomic-embed-text' can't call tools, and an agent is its tools."),
    ],
)
def test_a_model_that_cannot_be_used_is_refused(choose, name, why):
    with pytest.raises(ModelError, match=re.escape(why)):
        choose(OLLAMA_MODEL=name)


def test_an_ollama_that_was_asked_for_and_has_no_model_is_told_how_to_get_one(choose, server):
    server.capabilities = {}
    with pytest.raises(ModelError, match=r"has no model that can call tools\. Get one: ollama pull qwen3"):
        choose(LLM_MODEL="ollama")


def test_an_old_ollama_that_does_not_say_what_a_model_can_is_trusted(choose, server):
    server.capabilities = {"qwen3:latest": None}
    assert choose(OLLAMA_MODEL="qwen3").target["model"] == "ollama/qwen3"


def test_an_ollama_that_was_asked_for_and_does_not_answer_is_named():
    with pytest.raises(ModelError, match=re.escape("Ollama doesn't answer at http://127.0.0.1:1")):
        chosen_model({"OLLAMA_MODEL": "qwen3", "OLLAMA_HOST": "http://127.0.0.1:1"})


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("", "http://127.0.0.1:11434"),
        ("127.0.0.1", "http://127.0.0.1:11434"),
        ("box:8080", "http://box:8080"),
        ("http://box", "http://box"),
        ("https://box/", "https://box"),
    ],
)
def test_ollamas_host_is_read_as_its_own_clients_read_it(host, url):
    assert _url({"OLLAMA_HOST": host}) == url
