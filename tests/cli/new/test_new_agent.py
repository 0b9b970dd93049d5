"""`agent new agent`: what is made and what is refused."""

import json
import os
import pty
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from agents import AGENTS
from tests.cli.new.conftest import Scaffold, files_in, python

# Plays the first conversation of an agent up to the first tool use, in the copy.
LOOK = """\
import json
from agents import AGENTS
from local.scripted_model.conversations import SCRIPTS, ToolResult, ToolUse, play
import sys
name = sys.argv[1]
agent, script = AGENTS[name], SCRIPTS[name]
[question] = script.conversations
[use] = [block for block in play(name, question, []) if isinstance(block, ToolUse)]
[answer] = play(name, question, [[ToolResult("five")]])
print(json.dumps({"agents": list(AGENTS), "tools": [tool.name for tool in agent.tools], "question": question,
                  "asked": agent.questions, "use": [use.name, use.input],
                  "answer": answer.input}))
"""


def look(project: Path, name: str) -> dict[str, object]:
    done = python(project, "-c", LOOK, name)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_an_agent_is_declared_listed_and_has_a_conversation_that_calls_a_tool(project: Path, scaffold: Scaffold) -> None:
    assert scaffold("tool", "counter-of-the-tests", "--language", "python").returncode == 0
    before = files_in(project)
    done = scaffold("agent", "reader-of-the-tests", "--tools", "counter-of-the-tests,db-interface")
    assert (done.returncode, done.stderr) == (0, "")

    found = look(project, "reader-of-the-tests")
    assert found["agents"] == sorted([*AGENTS, "reader-of-the-tests"])
    assert found["asked"] == [found["question"]]
    assert found["tools"][:1] == ["counter_of_the_tests"]
    # Of the first function's tools, whatever conversations there are for the others.
    assert found["use"] == ["counter_of_the_tests", {"text": "Hello from the laptop"}]
    assert "execute_sql_query" in found["tools"]
    assert found["question"] in done.stdout
    changed = sorted(name for name, content in files_in(project).items() if before.get(name) != content)
    assert changed == [
        "agents/reader_of_the_tests.py",
        "local/scripted_model/conversations/reader_of_the_tests/__init__.py",
        "tests/golden/reader-of-the-tests.asl.json",
    ]


def test_what_is_made_passes_the_linter_as_it_is(project: Path, scaffold: Scaffold) -> None:
    before = files_in(project)
    both = ("yfinance,code-interpreter", "--sends-data-out")
    chosen = (
        ("code-interpreter",),
        ("db-interface",),
        (*both, "Prices are public."),
        (*both, 'Why "not"? ' * 30),
        ("google-maps",),
    )
    for number, tools in enumerate(chosen):
        assert scaffold("agent", f"agent-of-the-tests-{number}", "--tools", *tools).returncode == 0
    changed = [name for name, content in files_in(project).items() if before.get(name) != content]
    assert len(changed) == 3 * len(chosen)
    for command in (("check",), ("format", "--check")):
        done = python(project, "-m", "ruff", *command, *[name for name in changed if name.endswith(".py")])
        assert done.returncode == 0, done.stdout


def test_tools_that_read_data_and_send_it_out_need_a_reason_and_the_printed_command_gives_one(
    project: Path, scaffold: Scaffold
) -> None:
    before = files_in(project)
    refused = scaffold("agent", "reader-of-the-tests", "--tools", "db-interface,web-research")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert files_in(project) == before
    command = refused.stderr.rstrip().partition("As a command: ")[2]
    _, new, *arguments = shlex.split(command)
    assert new == "new"
    made = scaffold(*arguments)
    assert (made.returncode, made.stderr) == (0, "")
    assert '\n    sends_data_out="why this is meant",\n' in (project / "agents" / "reader_of_the_tests.py").read_text()

    needless = scaffold("agent", "another-of-the-tests", "--tools", "db-interface", "--sends-data-out", "Why not?")
    assert needless.returncode == 2
    assert "none of its tools sends data out" in needless.stderr


def test_what_is_made_passes_the_tests_that_every_agent_has(project: Path, scaffold: Scaffold) -> None:
    name = "reader-of-the-tests"
    reason = "Prices are public."
    assert scaffold("agent", name, "--tools", "yfinance,code-interpreter", "--sends-data-out", reason).returncode == 0
    tests = ("components/state_machines/test_render.py", "local/scripted_model/conversations/test_script.py")
    done = python(project, "-m", "pytest", "-q", "-p", "no:cacheprovider", *[f"tests/{test}" for test in tests], "-k", name)
    assert done.returncode == 0, done.stdout[-5000:]
    assert " passed" in done.stdout


def test_its_first_conversation_goes_on_fitting_when_fields_are_added(project: Path, scaffold: Scaffold) -> None:
    assert scaffold("tool", "counter-of-the-tests", "--language", "python").returncode == 0
    assert scaffold("agent", "reader-of-the-tests", "--tools", "counter-of-the-tests").returncode == 0
    file = project / "lambda/tools/counter-of-the-tests/tools.json"
    declared = json.loads(file.read_text())
    schema = declared["tools"][0]["input_schema"]
    schema["properties"]["day"] = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    schema["required"].append("day")
    file.write_text(json.dumps(declared))
    agent = project / "agents" / "reader_of_the_tests.py"
    agent.write_text(
        agent.read_text()
        .replace('"required": ["answer"]', '"required": ["answer", "sure"]')
        .replace('"properties": {"answer"', '"properties": {"sure": {"type": "boolean"}, "answer"')
    )
    found = look(project, "reader-of-the-tests")
    name, given = found["use"]
    assert (name, given.keys()) == ("counter_of_the_tests", {"text", "day"})
    assert re.fullmatch(schema["properties"]["day"]["pattern"], given["day"])
    assert found["answer"] == {"sure": True, "answer": "It does. counter_of_the_tests returned: five"}


def test_without_tools_no_agent_is_made_and_the_tools_are_listed_in_80_columns(project: Path, scaffold: Scaffold) -> None:
    assert scaffold("tool", "x" * 30, "--language", "go").returncode == 0
    assert scaffold("tool", "x" * 29 + "y", "--language", "go").returncode == 0
    before = files_in(project)
    done = scaffold("agent", "reader-of-the-tests")
    said, *lines, example = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert said == "error: no tools were given, and an agent needs one at least. There are:"
    names = [line.split()[0] for line in lines if not line.startswith("   ")]
    assert names == sorted(path.parent.name for path in (project / "lambda" / "tools").glob("*/tools.json"))
    assert max(map(len, lines)) <= 80
    assert example.startswith("For example: ")
    assert example.endswith("agent new agent weather-reporter --tools word-counter,code-interpreter")
    assert files_in(project) == before


def test_on_a_terminal_it_asks_which_tools(project: Path) -> None:
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "cli", "new", "agent", "reader-of-the-tests"]
    with subprocess.Popen(command, cwd=project, stdin=follower, stdout=subprocess.PIPE, text=True) as process:
        os.write(leader, b"db-interface\n")
        printed = process.communicate()[0]
    os.close(leader)
    os.close(follower)
    assert process.returncode == 0
    assert printed.startswith("Which tools may the agent use? There are:\n  code-interpreter  python      execute_python\n")
    assert look(project, "reader-of-the-tests")["tools"] == ["get_db_schema", "execute_sql_query"]


def test_what_is_printed_fits_80_columns(scaffold: Scaffold) -> None:
    done = scaffold("agent", "x" * 30, "--tools", "db-interface")
    assert done.returncode == 0
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    ("name", "tools", "said"),
    [
        ("sql", "db-interface", "error: the name 'sql' is taken: there are "),
        ("Coach", "db-interface", "error: the name 'Coach' is not allowed: an agent is named by "),
        ("declaration", "db-interface", "error: the name 'declaration' means something"),
        ("coach-of-the-tests", "no-such-tool", "error: there is no tool function 'no-such-tool' in lambda/tools; there are: "),
        ("coach-of-the-tests", "../../agents", "error: there is no tool function '../../agents' in lambda/tools; there are: "),
    ],
)
def test_what_cannot_be_made_is_refused_and_nothing_is_changed(
    project: Path, scaffold: Scaffold, name: str, tools: str, said: str
) -> None:
    before = files_in(project)
    done = scaffold("agent", name, "--tools", tools)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)
    assert files_in(project) == before


def test_files_that_are_in_the_way_are_left_alone(project: Path, scaffold: Scaffold) -> None:
    (project / "agents" / "coach_of_the_tests.py").write_text("# mine\n")
    before = files_in(project)
    done = scaffold("agent", "coach-of-the-tests", "--tools", "db-interface")
    assert done.stderr == "error: agents/coach_of_the_tests.py is there already: remove it, or take another name\n"
    assert files_in(project) == before
