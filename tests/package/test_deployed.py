"""The how-to page as it stands: a new project, deployed to the laptop stack from the installed wheel, and asked."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.end_to_end.consoles import commands_of, first_difference
from tests.package.conftest import ROOT, Installed
from tests.ports import free_ports

PAGE = ROOT / "docs" / "how-to" / "a-program-of-your-own.md"
NAME = "my-agents"


@dataclass(frozen=True)
class Project:
    """The project that the page makes."""

    folder: Path
    installed: Installed
    variables: dict[str, str]
    printed: dict[str, str]
    """What each command of the page printed."""

    def agent(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return self.installed.run("agent", *arguments, cwd=self.folder, variables=self.variables, check=check)


@pytest.fixture(scope="module")
def own_project(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    home = tmp_path_factory.mktemp("how-to")
    project = Project(home / NAME, installed, {"LOCAL_PORT_BASE": str(free_ports().base), "OLLAMA_HOST": "http://127.0.0.1:1"}, {})
    try:
        for command in commands_of(PAGE, needs="the wheel"):
            is_made = project.folder.exists()
            done = installed.run(
                "bash", "-c", command.text, cwd=project.folder if is_made else home, variables=project.variables, check=False
            )
            printed = done.stderr + done.stdout
            assert done.returncode == 0, f"{command.text}\n{printed[-6000:]}"
            difference = first_difference(command.shown, printed)
            assert difference is None, f"not printed: {difference}\n{command.text}\n{printed[-6000:]}"
            project.printed[command.text] = printed
            if not is_made:
                # The environment that the page installs, and what was built here before.
                (project.folder / ".venv").symlink_to(installed.environment)
                (ROOT / ".build").mkdir(exist_ok=True)
                (project.folder / ".build").symlink_to(ROOT / ".build")
        yield project
    finally:
        if project.folder.exists():
            project.agent("down", check=False)


def test_the_page_shows_what_its_commands_print(own_project: Project) -> None:
    assert [*own_project.printed] == [
        f"agent new project {NAME}",
        "agent ask proof-reader",
        "agent runs",
        "agent new tool line-counter --language python",
        """agent call line_counter '{"text": "to be or not to be"}'""",
    ]


def test_what_is_made_lies_in_the_project_and_nothing_in_the_package(own_project: Project) -> None:
    made = {path.name for path in own_project.folder.iterdir()}
    assert {".local", ".build", ".venv"} < made
    assert [path for name in (".local", ".build", "charts") for path in own_project.installed.package.rglob(name)] == []


def test_the_stack_says_its_agents(own_project: Project) -> None:
    said = own_project.agent("status").stdout
    assert "\nagents    proof-reader\nmodel     anthropic/scripted\n" in said
    # The page has made a tool since.
    assert "\nfiles     Changed since the last deployment: lambda/tools/line-counter. Deploy: agent up\n" in said


def test_the_only_agent_needs_no_name_and_another_question_is_answered_by_the_script(own_project: Project) -> None:
    done = own_project.agent("ask", "Why is the sky blue?", "--no-deploy", "--json")
    answer = json.loads(done.stdout)["output"]["answer"]
    assert "this question isn't in it. It knows these:\n- How many words has 'to be or not to be'?\n" in answer


def test_an_agent_that_isnt_there_is_refused_with_those_that_are(own_project: Project) -> None:
    done = own_project.agent("ask", "sql", "Why?", "--no-deploy", check=False)
    assert done.returncode == 2
    assert (
        done.stderr == "error: there is no agent 'sql'. This stack has:\n  proof-reader: Reads texts and says how long they are.\n"
    )


def test_a_run_has_its_logs(own_project: Project) -> None:
    assert '"tool": "word_counter"' in own_project.agent("logs", "how-many-words").stdout
