"""`make new-agent`: what is made and what is refused."""

import ast
import json
from pathlib import Path

import pytest

from agents import AGENTS
from cli.new.first_use import example
from cli.new.new_agent import _python
from tests.cli.new.conftest import Scaffold, files_in, python

# Plays the first conversation of an agent up to the first tool use, in the copy.
LOOK = """\
import json
from agents import AGENTS
from local.scripted_model.conversations import SCRIPTS, ToolUse, play
import sys
name = sys.argv[1]
agent, script = AGENTS[name], SCRIPTS[name]
[question] = script.conversations
[use] = [block for block in play(name, question, []) if isinstance(block, ToolUse)]
print(json.dumps({"agents": list(AGENTS), "tools": [tool.name for tool in agent.tools], "question": question,
                  "asked": agent.questions, "use": [use.name, use.input]}))
"""


def look(project: Path, name: str) -> dict[str, object]:
    done = python(project, "-c", LOOK, name)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_an_agent_is_declared_listed_and_has_a_conversation_that_calls_a_tool(project: Path, scaffold: Scaffold) -> None:
    assert scaffold("tool", "counter-of-the-tests", "python").returncode == 0
    before = files_in(project)
    done = scaffold("agent", "reader-of-the-tests", "counter-of-the-tests,db-interface")
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
    ]


def test_what_is_made_passes_the_linter_as_it_is(project: Path, scaffold: Scaffold) -> None:
    before = files_in(project)
    for number, tools in enumerate(("", "db-interface", "yfinance,code-interpreter", "google-maps")):
        assert scaffold("agent", f"agent-of-the-tests-{number}", tools).returncode == 0
    changed = [name for name, content in files_in(project).items() if before.get(name) != content]
    assert len(changed) == 2 * 4
    for command in (("check",), ("format", "--check")):
        done = python(project, "-m", "ruff", *command, *changed)
        assert done.returncode == 0, done.stdout


def test_without_tools_an_agent_has_the_code_interpreter(project: Path, scaffold: Scaffold) -> None:
    assert scaffold("agent", "calculator-of-the-tests").returncode == 0
    assert look(project, "calculator-of-the-tests")["tools"] == ["execute_python"]


def test_a_first_conversation_takes_an_input_that_another_one_begins_with(project: Path, scaffold: Scaffold) -> None:
    assert scaffold("agent", "librarian-of-the-tests", "db-interface").returncode == 0
    assert look(project, "librarian-of-the-tests")["use"] == ["get_db_schema", {}]


@pytest.mark.parametrize(
    ("name", "tools", "said"),
    [
        ("sql", "", "error: the name 'sql' is taken: there are "),
        ("Coach", "", "error: the name 'Coach' is not allowed: an agent is named by "),
        ("declaration", "", "error: the name 'declaration' means something"),
        ("coach-of-the-tests", "no-such-tool", "error: there is no tool function 'no-such-tool' in lambda/tools; there are: "),
        ("coach-of-the-tests", "../../agents", "error: there is no tool function '../../agents' in lambda/tools; there are: "),
    ],
)
def test_what_cannot_be_made_is_refused_and_nothing_is_changed(
    project: Path, scaffold: Scaffold, name: str, tools: str, said: str
) -> None:
    before = files_in(project)
    done = scaffold("agent", name, tools)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)
    assert files_in(project) == before


def test_files_that_are_in_the_way_are_left_alone(project: Path, scaffold: Scaffold) -> None:
    (project / "agents" / "coach_of_the_tests.py").write_text("# mine\n")
    before = files_in(project)
    done = scaffold("agent", "coach-of-the-tests")
    assert done.stderr == "error: agents/coach_of_the_tests.py is there already: remove it, or take another name\n"
    assert files_in(project) == before


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "object", "properties": {"a": {"type": "integer", "minimum": 3}, "b": {}}, "required": ["a"]}, {"a": 3}),
        ({"type": "array", "items": {"type": "boolean"}, "minItems": 2}, [True, True]),
        ({"type": ["string", "null"], "maxLength": 5}, "Hello"),
        ({"enum": ["x", "y"]}, "x"),
        ({"type": "string", "examples": ["Berlin"], "default": "Rome"}, "Berlin"),
        ({"type": "number", "default": 2.5}, 2.5),
    ],
)
def test_an_input_is_made_from_its_schema(schema: dict[str, object], expected: object) -> None:
    assert example(schema) == expected


def test_an_input_is_written_as_the_python_that_it_was() -> None:
    given = {"text": "both \" and ', \\' and \n\u2028😀", "list": [None, True, 1.5, {"a'b": "\\"}]}
    assert ast.literal_eval(_python(given)) == given
