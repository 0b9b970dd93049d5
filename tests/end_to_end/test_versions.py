"""A run ends with the tools that it began with, whatever is deployed meanwhile. Then its versions are cleared."""

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore.exceptions
import pytest

from local.loopback_server import Response
from local.scripted_model.answers import respond
from local.scripted_model.dialect import Dialect
from local.scripted_model.request import Request
from tests.end_to_end.conftest import Deployed
from tests.end_to_end.own_project import own_project
from tests.ports import free_ports
from tests.providers.server import ProviderServer

QUESTION = "Who hit the most home runs in a single season?"
FUNCTION = "step-functions-agents-local-db-interface"
OTHER = "of the other code"
SECONDS = 240
"""How long a deployment may take. The LLM caller gives up a call earlier, and its next call is held as well."""


class Model:
    """The scripted model. It holds its second turn until `go`."""

    def __init__(self) -> None:
        self.holds, self.go = threading.Event(), threading.Event()

    def respond(self, dialect: Dialect, request: Request) -> Response:
        if request.results:
            self.holds.set()
            self.go.wait(SECONDS)
        return respond(dialect, request)


class Project(Deployed):
    """A laptop stack of a copy of the project, whose code may be changed."""

    def agent(self, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        return self.run("./agent", *arguments, check=check, cwd=self.folder.parent)

    def start(self, question: str) -> "subprocess.Popen[str]":
        command = ["./agent", "ask", "sql", question, "--no-deploy", "--json"]
        return subprocess.Popen(command, cwd=self.folder.parent, env=self.environment, stdout=subprocess.PIPE, text=True)

    def queries_of(self, run: dict[str, Any]) -> list[str]:
        """The results of the run's queries."""
        used = [block for message in self.messages(run["execution_arn"]) for block in message["content"] if isinstance(block, dict)]
        ids = [block["id"] for block in used if block["type"] == "tool_use" and block["name"] == "execute_sql_query"]
        return [json.dumps(block["content"]) for block in used if block["type"] == "tool_result" and block["tool_use_id"] in ids]

    def versions(self) -> dict[int, list[str]]:
        """What uses each version of the function."""
        found = json.loads(self.agent("versions", "--json").stdout)
        return {version["version"]: version["used_by"] for version in found if version["function"] == FUNCTION}


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
def project(tmp_path: Path, model: Model) -> Iterator[Project]:
    folder = own_project(tmp_path / "project")
    with ProviderServer(respond=model.respond).serving() as server:
        variables = {
            "OPENAI_BASE_URL": f"{server.url}/openai/v1",
            "PATH": f"{folder / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}",
        }
        project = Project(folder / ".local", free_ports().base, "openai/scripted", variables)
        try:
            project.agent("up", "sql")
            yield project
        finally:
            model.go.set()
            project.agent("down", check=False)


def test_a_run_in_flight_keeps_the_code_of_its_tools_and_its_versions_go_when_it_has_ended(project: Project, model: Model) -> None:
    assert project.versions() == {1: ["sql", "newest"]}
    run = project.start(QUESTION)
    assert model.holds.wait(SECONDS)

    handler = project.folder.parent / "lambda" / "tools" / "db-interface" / "handler.py"
    code = handler.read_text()
    assert code.count("query.run(DATABASE, sql_query)") == 1
    handler.write_text(code.replace("sql_query)\n\n\nhandler", f"\"SELECT '{OTHER}' AS answer\")\n\n\nhandler"))
    assert "Changed since the last deployment" in project.agent("up").stdout
    assert project.versions() == {2: ["sql", "newest"], 1: ["1 run"]}
    assert project.agent("versions", "--clear", "--yes").stdout == "There is nothing to clear: everything is used.\n"

    model.go.set()
    before = json.loads(run.communicate(timeout=SECONDS)[0])
    assert before["status"] == "SUCCEEDED"
    assert OTHER not in "".join(project.queries_of(before))
    assert "73" in "".join(project.queries_of(before))
    after = project.ask(QUESTION)
    assert OTHER in "".join(project.queries_of(after))

    assert project.versions() == {2: ["sql", "newest"], 1: []}
    assert project.agent("versions", "--clear", check=False).stderr == (
        "error: nobody is there to be asked. Add --yes to delete these versions\n"
    )
    cleared = project.agent("versions", "--clear", "--yes").stdout
    assert cleared.splitlines()[-1].startswith("Deleted 1 version, ")
    assert project.versions() == {2: ["sql", "newest"]}
    with pytest.raises(botocore.exceptions.ClientError, match="ResourceNotFoundException"):
        project.client("lambda").invoke(FunctionName=FUNCTION, Qualifier="1", Payload="{}")

    # On the laptop a deployment clears by itself.
    handler.write_text(code)
    project.agent("up")
    assert project.versions() == {3: ["sql", "newest"]}
