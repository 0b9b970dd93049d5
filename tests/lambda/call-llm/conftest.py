"""What the caller's tests share: providers to call, and the caller to call them with."""

import importlib.util
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.providers.server import ProviderServer

HERE = Path(__file__).parent
CALLER = HERE.parents[2] / "lambda" / "call-llm"
# As in the Lambda, the caller's folder is where Python looks for its modules; this folder's own are found the same way.
sys.path[:0] = [str(CALLER), str(HERE)]

from provider import Provider  # noqa: E402
from wires import ASKED  # noqa: E402

QUERY = {
    "name": "query",
    "description": "Runs a query.",
    "input_schema": {
        "type": "object",
        "properties": {"sql": {"type": "string"}, "rows": {"type": "integer"}},
        "required": ["sql"],
        "additionalProperties": False,
    },
}
NO_FIELDS = {"type": "object", "properties": {}, "additionalProperties": False}
SCHEMA = {"name": "schema", "description": "Tells the schema.", "input_schema": NO_FIELDS}
PLENTY_OF_TIME = 300_000


@pytest.fixture(autouse=True)
def role(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Lambda puts into the environment of a function: the session of its role, and the region."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_REGION", "us-east-1")


@pytest.fixture
def new_provider() -> Iterator[Callable[..., Provider]]:
    """Starts a provider that speaks the dialect of a wire, asked with a client; as many as a test wants."""
    with ExitStack() as servers:

        def start(wire: Any, client: str = "litellm") -> Provider:
            provider = Provider(wire, client)
            provider.url = servers.enter_context(ProviderServer(respond=provider.respond).serving()).url
            return provider

        yield start


@pytest.fixture(params=ASKED)
def provider(request: pytest.FixtureRequest, new_provider: Callable[..., Provider]) -> Provider:
    """One provider of each dialect, asked with each client that there is for it: the test runs once with each."""
    return new_provider(*ASKED[request.param])


@pytest.fixture(params=("anthropic", "anthropic-native"))
def anthropic(request: pytest.FixtureRequest, new_provider: Callable[..., Provider]) -> Provider:
    return new_provider(*ASKED[request.param])


@pytest.fixture(params=("openai", "openai-native"))
def openai(request: pytest.FixtureRequest, new_provider: Callable[..., Provider]) -> Provider:
    return new_provider(*ASKED[request.param])


@pytest.fixture(scope="session")
def load_handler() -> Callable[[], Callable[[dict[str, Any], Any], dict[str, Any]]]:
    """Loads the Lambda's handler, by its path: several Lambdas have a handler.py."""

    def load() -> Callable[[dict[str, Any], Any], dict[str, Any]]:
        spec = importlib.util.spec_from_file_location("call_llm_handler", CALLER / "handler.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module.handler

    return load


@pytest.fixture(scope="session")
def handler(request: pytest.FixtureRequest, load_handler: Callable[..., Any]) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """The Lambda's handler, or one in a process of its own: see parity/."""
    if process := request.config.pluginmanager.get_plugin("caller-process"):
        return process.handler
    return load_handler()


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets LLM_CONFIG to these targets: providers, or targets as they are written."""

    def set_config(*targets: Any, **settings: Any) -> None:
        written = [target.target() if isinstance(target, Provider) else target for target in targets]
        monkeypatch.setenv("LLM_CONFIG", json.dumps({"targets": written, **settings}))

    return set_config


@pytest.fixture
def call(handler: Callable[..., Any]) -> Callable[..., dict[str, Any]]:
    """Calls the handler with a question or with messages and returns the body of its result."""

    def take(messages: Any = "How many?", milliseconds_left: int = PLENTY_OF_TIME, **event: Any) -> dict[str, Any]:
        messages = [{"role": "user", "content": messages}] if isinstance(messages, str) else messages
        event = {"system": "You count.", "messages": messages, "tools": [QUERY, SCHEMA], **event}
        context = SimpleNamespace(get_remaining_time_in_millis=lambda: milliseconds_left)
        result = handler(json.loads(json.dumps(event)), context)
        assert result["statusCode"] == 200
        return json.loads(json.dumps(result["body"], allow_nan=False))

    return take
