"""The packages for AWS on arm64 run. `make test-arm64` plays this file, which takes half an hour and more: all is emulated.

pytest doesn't find it by itself, because its name is none of a test's file.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from components.packaging.errors import MissingToolError
from components.packaging.package import ROOT, TOOLCHAINS
from local.built_function import BuiltFunction, declared, tool_folder
from local.loopback_server import Response
from tests.arm64 import functions
from tests.arm64.machine import Machine, NoMachineError, make
from tests.conformance import case as cases
from tests.providers.server import ProviderServer

# The tool's own limit is shorter than the emulated start of the process that runs a query.
PATIENCE = "from database import query; query.LIMITS = query.LIMITS._replace(seconds=600)"
RUN = {"execution": "run-1", "agent": "sql", "results": {"bucket": "no-such-bucket", "prefix": "runs/sql/run-1/"}}
Start = Callable[..., BuiltFunction]


@pytest.fixture(scope="session")
def machine() -> Machine:
    try:
        return make()
    except NoMachineError as error:
        pytest.skip(f"arm64 can't be emulated here: {error}")


@pytest.fixture(scope="session")
def start(machine: Machine, ministack: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    started: dict[tuple[Any, ...], BuiltFunction] = {}

    def one(name: str, folder: Path, language: str, **environment: str) -> BuiltFunction:
        which = (name, *environment.items())
        if which not in started:
            place = tmp_path_factory.mktemp(name)
            try:
                started[which] = functions.start(name, folder, language, machine, place, ministack, environment)
            except MissingToolError as error:
                pytest.skip(str(error))
        return started[which]

    yield one
    for function in started.values():
        function.close()


@pytest.fixture(params=sorted(TOOLCHAINS), scope="session")
def toolkit(request: pytest.FixtureRequest, start: Start) -> BuiltFunction:
    """The tools of the cases in one language."""
    folder = ROOT / "tests" / "conformance" / "tools" / request.param
    return start(f"conformance-{request.param}", folder, request.param)


@pytest.mark.parametrize("path", cases.CASES, ids=lambda path: path.stem)
def test_a_toolkit_keeps_the_contract(toolkit: BuiltFunction, path: Path, bucket: str) -> None:
    case = cases.read(path, bucket)
    cases.put_given(case, bucket)
    cases.check(case, toolkit.invoke(case["event"]), bucket)


@pytest.mark.parametrize("name", ["db-interface", "google-maps", "rust-clustering", "stock-analyzer", "web-research", "yfinance"])
def test_a_tool_function_starts_and_refuses_an_unknown_field(name: str, start: Start) -> None:
    folder = tool_folder(name)
    declaration = declared(folder)
    tool = declaration["tools"][0]["name"]
    function = start(name, folder, declaration["language"])
    answer = function.invoke({"id": "toolu_1", "name": tool, "input": {"no_such_field": 1}, "run": RUN})
    assert answer.error is None, f"{answer.error}\n{answer.log}"
    assert answer.result["is_error"] is True
    assert (answer.result["tool_use_id"], answer.result["name"]) == ("toolu_1", tool)


def test_the_database_answers_a_query_in_a_process_of_its_own(start: Start) -> None:
    function = start("db-interface", tool_folder("db-interface"), "python", **{functions.FIRST: PATIENCE})
    event = {
        "id": "toolu_1",
        "name": "execute_sql_query",
        "input": {"sql_query": "SELECT MAX(HR) AS most FROM Batting"},
        "run": RUN,
    }
    answer = function.invoke(event)
    assert answer.error is None, f"{answer.error}\n{answer.log}"
    assert (answer.result["is_error"], "73" in str(answer.result["content"])) == (False, True)


@pytest.mark.parametrize("client", ["native", "litellm"])
def test_the_caller_asks_a_model(client: str, start: Start) -> None:
    asked: list[Any] = []

    def respond(dialect: Any, request: Any) -> Response:
        asked.append(request.body)
        return Response(200, SAYS_HELLO)

    with ProviderServer(respond=respond).serving() as provider:
        target = {"model": "anthropic/claude-sonnet-4-5", "client": client, "api_base": f"{provider.url}/anthropic", "params": {}}
        settings = {"targets": [target], "timeout_seconds": functions.SECONDS}
        function = start("call-llm", ROOT / "lambda" / "call-llm", "python", LLM_CONFIG=json.dumps(settings))
        answer = function.invoke({"system": "", "messages": [{"role": "user", "content": "Say hello."}], "tools": []})
    assert answer.error is None, f"{answer.error}\n{answer.log}"
    body = answer.result["body"]
    assert body["messages"] == [{"role": "assistant", "content": [{"type": "text", "text": "Hello from arm64."}]}]
    assert asked[0]["messages"][0]["role"] == "user"


SAYS_HELLO = {
    "id": "msg_01",
    "type": "message",
    "role": "assistant",
    "model": "claude-sonnet-4-5-20250929",
    "content": [{"type": "text", "text": "Hello from arm64."}],
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "usage": {"input_tokens": 10, "output_tokens": 5},
}
