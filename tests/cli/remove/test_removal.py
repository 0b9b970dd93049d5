"""`agent remove agent`, `agent remove tool`: what goes, and what keeps it from going."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from agents import AGENTS
from cli.remove.errors import NotRemovedError
from cli.remove.removal import of_agent, of_tool
from local.this_command import agent
from tests.cli.new.conftest import copy_of_the_project, files_in, python

AGENT = "reader-of-the-tests"
TOOL = "counter-of-the-tests"

Write = Callable[[str, str], None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "agents").mkdir()
    (tmp_path / "Pulumi.yaml").write_text(yaml.safe_dump({"config": {"agents": {"value": ["financial"]}}}))
    return tmp_path


@pytest.fixture
def write(root: Path) -> Write:
    def file(name: str, text: str) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)

    return file


def config(**settings: object) -> str:
    return yaml.safe_dump({"config": {f"step-functions-agents:{name}": value for name, value in settings.items()}})


def refusal(removal: Callable[[], object]) -> list[str]:
    with pytest.raises(NotRemovedError) as error:
        removal()
    return str(error.value).split("\n- ")


def test_what_agent_new_has_made_is_removed_and_nothing_else(tmp_path: Path) -> None:
    project = copy_of_the_project(tmp_path / "project")
    before = files_in(project)
    assert python(project, "-m", "cli", "new", "tool", TOOL, "--language", "python").returncode == 0
    assert python(project, "-m", "cli", "new", "agent", AGENT, "--tools", TOOL).returncode == 0
    made = files_in(project)

    used = python(project, "-m", "cli", "remove", "tool", TOOL, "--yes")
    assert (used.returncode, used.stdout) == (2, "")
    assert used.stderr.splitlines() == [
        f"error: the tool function {TOOL} is in use:",
        f"- agents/reader_of_the_tests.py has tools of it: take tools_in('{TOOL}', …) out",
    ]
    unasked = python(project, "-m", "cli", "remove", "agent", AGENT)
    assert (unasked.returncode, unasked.stderr) == (2, "error: nobody is there to be asked. Add --yes to delete this\n")
    assert files_in(project) == made

    done = python(project, "-m", "cli", "remove", "agent", AGENT, "--yes")
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        f"""\
To be deleted with the agent {AGENT}:
  agents/reader_of_the_tests.py
  local/scripted_model/conversations/reader_of_the_tests
  tests/golden/{AGENT}.asl.json
Deleted the agent {AGENT}.
""",
        "",
    )
    done = python(project, "-m", "cli", "remove", "tool", TOOL, "--yes")
    assert (
        done.stdout == f"To be deleted with the tool function {TOOL}:\n  lambda/tools/{TOOL}\nDeleted the tool function {TOOL}.\n"
    )
    assert files_in(project) == before


def test_an_agent_of_a_stack_is_kept_and_each_stack_is_named_with_what_to_do(root: Path, write: Write) -> None:
    write("Pulumi.dev.yaml", config(agents=["sql", "financial"]))
    write("Pulumi.prod.yaml", config(agents=["financial"]))
    write("Pulumi.empty.yaml", "")
    write("agents/careful.py", "from dataclasses import replace\nfrom agents.financial import FINANCIAL\n")
    assert refusal(lambda: of_agent(root, "financial", ["financial", "sql"])) == [
        "the agent financial is in use:",
        "Pulumi.dev.yaml has it: pulumi config rm --path 'agents[1]' -s dev, and deploy that stack if it was deployed",
        "Pulumi.prod.yaml has it alone: name another agent there, and deploy that stack if it was deployed",
        "Pulumi.yaml has it as the default of `agents`: name another agent there",
        "agents/careful.py imports it: declare that agent by itself",
        f"the laptop stack has it: {agent('up sql --only')} deploys without it, {agent('down')} stops the stack",
    ]


def test_an_agent_takes_its_section_of_the_page_of_agents_with_it(root: Path, write: Write) -> None:
    write("agents/web_research.py", "")
    write("docs/reference/agents.md", "# Agents\n\n## `sql`\n\n- Who?\n\n## `web-research`\n\n- What?\n\n## `z`\n\n- Why?\n")
    removal = of_agent(root, "web-research", ["sql"])
    assert removal.listed == "  agents/web_research.py\n  its section of docs/reference/agents.md"
    removal.do(root)
    assert (root / "docs/reference/agents.md").read_text() == "# Agents\n\n## `sql`\n\n- Who?\n\n## `z`\n\n- Why?\n"
    assert not (root / "agents/web_research.py").exists()


def test_a_tool_is_kept_for_the_settings_of_a_stack_and_for_agents_that_cannot_be_imported(root: Path, write: Write) -> None:
    write("Pulumi.dev.yaml", config(tools={"web-research": {"gateway": ""}}))
    write("agents/broken.py", 'import nothing\ntools = tools_in(\n    "web-research", "a")')
    assert refusal(lambda: of_tool(root, "web-research")) == [
        "the tool function web-research is in use:",
        "agents/broken.py has tools of it: take tools_in('web-research', …) out",
        "agents/web_research.py has tools of it: take tools_in('web-research', …) out",
        "Pulumi.dev.yaml sets it: pulumi config rm --path 'tools[\"web-research\"]' -s dev",
    ]


@pytest.mark.parametrize("name", ["nobody", "../agents", ""])
def test_what_is_not_there_is_refused_with_what_is(root: Path, name: str) -> None:
    assert refusal(lambda: of_agent(root, name, [])) == [f"there is no agent {name!r}: there are {', '.join(AGENTS)}"]
    assert refusal(lambda: of_tool(root, name))[0].startswith(
        f"there is no tool function {name!r} in lambda/tools: there are code-"
    )
