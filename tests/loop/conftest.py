"""What runs in one process share: the caller's code, and SmolLM2."""

import json
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from local.models import smollm2
from local.smollm2.install import SERVER, install
from tests.loop import sql_agent
from tests.ports import free_ports

SECONDS_TO_START = 60


class ModelServerError(RuntimeError):
    """SmolLM2's server didn't come up."""


@pytest.fixture(scope="session")
def call_llm() -> sql_agent.Handler:
    return sql_agent.caller()


@pytest.fixture
def ask(call_llm, tool_function, bucket) -> Callable[..., sql_agent.Asked]:
    """Asks the SQL agent a question; the model is the one of `configure`."""
    return partial(sql_agent.ask, call_llm=call_llm, tool_function=tool_function, bucket=bucket)


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets LLM_CONFIG to one target, as the caller reads it."""

    def set_config(**target: object) -> None:
        monkeypatch.setenv("LLM_CONFIG", json.dumps({"targets": [target]}))

    return set_config


@pytest.fixture(scope="session")
def smollm2_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of the real model, on a free port."""
    python = install()
    port = free_ports().base
    log = tmp_path_factory.mktemp("smollm2") / "log"
    with log.open("wb") as output:
        server = subprocess.Popen([python, SERVER, "--port", str(port)], stdout=output, stderr=output, env={})
    try:
        url = f"http://127.0.0.1:{port}{smollm2.API}"
        deadline = time.monotonic() + SECONDS_TO_START
        while not _answers(f"{url}/models"):
            if server.poll() is not None or time.monotonic() > deadline:
                raise ModelServerError(f"no answer on {url}. Its log:\n{log.read_text()[-2000:]}")
            time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait(10)


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=1).close()
    except (urllib.error.URLError, OSError):
        return False
    return True
