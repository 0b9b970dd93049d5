"""What runs in one process share: the caller's code, and SmolLM2."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.loop import sql_agent
from tests.real_model.serving import serving


@pytest.fixture(scope="session")
def call_llm() -> sql_agent.Handler:
    return sql_agent.caller()


@pytest.fixture(autouse=True)
def sandbox(aws, sandbox_variables, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the tools of this process call the sandbox, which is a process of its own."""
    for name, value in sandbox_variables.items():
        monkeypatch.setenv(name, value)


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
def smollm2_url(tmp_path_factory: pytest.TempPathFactory, real_model: Path) -> Iterator[str]:
    """The base URL of the real model, on a free port."""
    with serving(tmp_path_factory.mktemp("smollm2") / "log") as url:
        yield url
