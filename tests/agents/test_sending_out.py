"""An agent that reads data and sends data out is refused, unless its declaration says why it is meant."""

import json
from pathlib import Path
from typing import Any

import pytest

from agents import AGENTS
from agents.declaration import Agent, DeclarationError, FolderTool
from agents.tools_json import file

NO_FIELDS: dict[str, Any] = {"type": "object", "properties": {}, "additionalProperties": False}
FOLDERS = {
    "calculator": {"reads_data": False, "sends_out": False},
    "files": {"reads_data": True, "sends_out": False},
    "database": {"reads_data": False, "holds_data": True, "sends_out": False},
    "web": {"reads_data": False, "sends_out": True},
    "mailbox": {"reads_data": False, "holds_data": True, "sends_out": True},
}


@pytest.fixture
def folders_of_each_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "TOOLS_FOLDER", tmp_path)
    for name, said in FOLDERS.items():
        (tmp_path / name).mkdir()
        tool = {"name": name, "description": "A tool.", "input_schema": NO_FIELDS}
        declared = {"language": "go", "memory_mb": 128, "timeout_seconds": 5, **said, "tools": [tool]}
        (tmp_path / name / "tools.json").write_text(json.dumps(declared))


def an_agent(*folders: str, reason: Any = "") -> Agent:
    tools = tuple(
        FolderTool(folder, function=folder, description="A tool.", input_schema=NO_FIELDS, timeout_seconds=5) for folder in folders
    )
    return Agent("mine", "Mine.", "You work.", tools, NO_FIELDS, sends_data_out=reason)


@pytest.mark.parametrize(
    "folders", [("calculator",), ("files", "database", "calculator"), ("web", "calculator"), ("not-there", "web"), ()]
)
@pytest.mark.usefixtures("folders_of_each_kind")
def test_tools_of_one_kind_need_no_reason(folders: tuple[str, ...]) -> None:
    assert an_agent(*folders).sends_data_out == ""


@pytest.mark.parametrize(
    ("folders", "readers", "senders"),
    [
        (("web", "files"), "files", "web"),
        (("database", "calculator", "web"), "database", "web"),
        (("mailbox",), "mailbox", "mailbox"),
        (("web", "mailbox", "database"), "database, mailbox", "mailbox, web"),
    ],
)
@pytest.mark.attack("injection")
@pytest.mark.usefixtures("folders_of_each_kind")
def test_tools_of_both_kinds_are_refused_by_name_until_the_declaration_says_why(
    folders: tuple[str, ...], readers: str, senders: str
) -> None:
    with pytest.raises(DeclarationError) as error:
        an_agent(*folders)
    assert str(error.value) == (
        f"agent 'mine': its tools of {readers} read data, and those of {senders} send data out. A text that the model reads could "
        'make it do both. Leave one of them out, or say why this is meant: sends_data_out="…"'
    )
    assert an_agent(*folders, reason="The data is public.").sends_data_out == "The data is public."


@pytest.mark.parametrize(
    ("folders", "reason", "problem"),
    [
        (("web", "files"), True, "sends_data_out is True: allowed is a text that says why this is meant"),
        (("web", "files"), " ", "sends_data_out is ' ': allowed is a text that says why this is meant"),
        (("web", "files"), None, "sends_data_out is None: allowed is a text that says why this is meant"),
        (("files",), "Public.", "sends_data_out is 'Public.', and none of its tools sends data out. Leave it out"),
        (("web",), "Public.", "sends_data_out is 'Public.', and none of its tools reads data. Leave it out"),
    ],
)
@pytest.mark.usefixtures("folders_of_each_kind")
def test_a_reason_is_a_text_and_stands_only_where_it_is_needed(folders: tuple[str, ...], reason: Any, problem: str) -> None:
    with pytest.raises(DeclarationError, match=f"agent 'mine': {problem}"):
        an_agent(*folders, reason=reason)


def test_of_the_projects_agents_those_that_take_prices_from_yahoo_beside_files_say_why() -> None:
    assert [name for name, agent in AGENTS.items() if agent.sends_data_out] == ["clustering", "financial", "time-series"]
