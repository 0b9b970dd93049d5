"""One tool, called on this machine without a stack."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from components.packaging.package import ROOT
from components.packaging.source import Source
from components.tool_folder import ToolFolder
from local.errors import StackDownError, ToolInputError
from local.laptop import Laptop
from local.ports import Ports
from local.this_command import agent
from local.tool_call import CalledTool, call, check_input, find_tool
from tests.ports import free_ports

PYTHON_TOOLS = ROOT / "tests" / "conformance" / "tools" / "python"

# Calls the tool `echo` of a folder on this terminal.
ON_TERMINAL = """\
import sys
from pathlib import Path
from local.laptop import Laptop
from local.ports import Ports
from local.tool_call import call
from tests.local.test_tool_call import tool

answer = call(tool("echo", Path(sys.argv[1])), {"text": "spoken"}, Laptop(Path(sys.argv[2]), Ports(int(sys.argv[3]))), print, True)
print(answer.result["content"])
"""


def tool(name: str, folder: Path = PYTHON_TOOLS) -> CalledTool:
    """A tool of the conformance suite, in Python."""
    declared = json.loads((folder / "tools.json").read_text())
    names = tuple(each["name"] for each in declared["tools"])
    source = Source("called-by-the-tests", folder, "python", "the tests")
    made = ToolFolder("called-by-the-tests", 256, False, names, 30, source)
    return CalledTool(name, made, next(each for each in declared["tools"] if each["name"] == name))


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    """One that isn't up."""
    return Laptop(tmp_path / ".local", Ports(free_ports().base), print)


def test_a_tool_answers_and_without_a_stack_it_is_said_that_nothing_is_stored(laptop: Laptop) -> None:
    said: list[str] = []

    answer = call(tool("echo"), {"text": "spoken"}, laptop, said.append)

    assert answer.error is None
    assert answer.result == {
        "type": "tool_result",
        "tool_use_id": "call_1",
        "name": "echo",
        "content": '{"text":"spoken","times":1}',
        "is_error": False,
    }
    assert [line["outcome"] for line in answer.log_lines()] == ["ok"]
    cut = "what the tool would store is cut instead"
    assert said[-1] == f"The laptop stack isn't up with an agent deployed: {cut}. Start it: {agent('up')}"


def test_a_crash_has_its_traceback_with_the_file_that_a_person_edits(laptop: Laptop) -> None:
    answer = call(tool("crash"), {}, laptop, print)

    assert answer.error
    assert (answer.error.name, answer.error.message) == ("ZeroDivisionError", "division by zero")
    line = next(number for number, text in enumerate((PYTHON_TOOLS / "handler.py").read_text().splitlines(), 1) if "1 / 0" in text)
    assert answer.error.trace[-1] == f'  File "tests/conformance/tools/python/handler.py", line {line}, in crash\n    return 1 / 0'
    assert 'File "lambda/toolkit/python/toolkit/dispatch.py"' in answer.error.trace[0]


def test_pdb_debugs_a_python_tool_at_its_breakpoint(laptop: Laptop, tmp_path: Path) -> None:
    folder = tmp_path / "tool"
    shutil.copytree(PYTHON_TOOLS, folder)
    handler = folder / "handler.py"
    handler.write_text(handler.read_text().replace('    return {"text": text,', '    breakpoint()\n    return {"text": text,'))

    done = subprocess.run(
        [sys.executable, "-c", ON_TERMINAL, folder, laptop.folder, str(laptop.ports.base)],
        input="p text * 2\ntext = 'changed'\nc\n",
        capture_output=True,
        cwd=ROOT,
        text=True,
        timeout=300,
    )

    assert "(Pdb) 'spokenspoken'" in done.stdout, done.stderr
    assert done.stdout.splitlines()[-1] == '{"text":"changed","times":1}'


def test_pdb_is_refused_for_a_tool_in_another_language(laptop: Laptop) -> None:
    echo = tool("echo")
    in_go = replace(echo, folder=replace(echo.folder, source=replace(echo.folder.source, language="go")))

    with pytest.raises(ToolInputError, match=r"^pdb debugs Python, and echo is in go: call it without --pdb$"):
        call(in_go, {}, laptop, print, on_terminal=True)


def test_a_tool_that_needs_a_secret_needs_the_stack_that_keeps_it(laptop: Laptop) -> None:
    echo = tool("echo")
    with_secret = replace(echo, folder=replace(echo.folder, secrets={"perplexity": "a key"}))

    with pytest.raises(StackDownError, match=r"needs perplexity, which the laptop stack keeps\. Start it with an agent"):
        call(with_secret, {}, laptop, print)


def test_a_name_that_no_tool_has_is_answered_with_those_that_are_near(tmp_path: Path) -> None:
    assert find_tool("execute_sql_query", tmp_path).folder.name == "db-interface"
    with pytest.raises(ToolInputError, match=r"^there is no tool 'execute_sql_qery': there are execute_sql_query"):
        find_tool("execute_sql_qery", tmp_path)
    with pytest.raises(ToolInputError, match=r"^there is no tool 'db-interface': there are get_db_schema, execute_sql_query$"):
        find_tool("db-interface", tmp_path)


def test_a_project_without_a_tool_is_told_where_tools_come_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("local.tool_call.tool_folder_names", lambda: [])
    monkeypatch.setattr("local.tool_call.state_tools", lambda stack: {})

    with pytest.raises(ToolInputError, match=r"^there is no tool 'roll', and no other: lambda/tools has none, and"):
        find_tool("roll", tmp_path)


def test_an_input_is_refused_with_all_that_is_wrong_with_it(tmp_path: Path) -> None:
    with pytest.raises(ToolInputError) as raised:
        check_input(find_tool("execute_sql_query", tmp_path), {"sql": "SELECT 1"})

    assert str(raised.value).splitlines() == [
        "the input doesn't fit the input_schema of execute_sql_query:",
        "- the input: 'sql_query' is a required property",
        "- the input: Additional properties are not allowed ('sql' was unexpected)",
        "Its fields: sql_query",
    ]
