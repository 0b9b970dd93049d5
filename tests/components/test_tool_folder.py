"""What `tools.json` says of a function."""

import json
from pathlib import Path
from typing import Any

import pytest

from agents import AGENTS
from agents.tools_json import file
from agents.tools_json.file import TOOLS_FOLDER
from components import tool_folder
from components.packaging.source import Source
from components.tool_folder import ToolFolder, ToolSetting, read_tool_folder, tool_folders

NO_FIELDS = {"type": "object", "properties": {}, "additionalProperties": False}
TOOLS = [
    {"name": "add", "description": "Adds.", "input_schema": NO_FIELDS},
    {"name": "subtract", "description": "Subtracts.", "input_schema": NO_FIELDS},
]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(file, "TOOLS_FOLDER", tmp_path)
    monkeypatch.setattr(tool_folder, "TOOLS_FOLDER", tmp_path)

    def with_more(**more: Any) -> ToolFolder:
        flags = {"reads_data": True, "sends_out": False}
        declared = {"language": "python", "memory_mb": 512, "timeout_seconds": 45, **flags, "tools": TOOLS, **more}
        (tmp_path / "adder").mkdir()
        (tmp_path / "adder" / "tools.json").write_text(json.dumps(declared))
        return read_tool_folder("adder", "agent sums")

    return with_more


def test_a_folder_is_read_from_its_tools_json(tmp_path: Path, read: Any) -> None:
    source = Source("adder", tmp_path / "adder", "python", "agent sums")
    assert read() == ToolFolder("adder", 512, True, ("add", "subtract"), 45, source, {}, {}, sandbox=False)


def test_its_secrets_and_settings_too(read: Any) -> None:
    setting = {"description": "Where from.", "default": "yahoo", "enum": ["yahoo", "bundled"]}
    folder = read(secrets={"maps": "A key."}, settings={"source": setting})
    assert folder.secrets == {"maps": "A key."}
    assert folder.settings == {"source": ToolSetting("Where from.", "yahoo", ("yahoo", "bundled"))}


def test_a_sandbox_only_if_it_asks_for_one(read: Any) -> None:
    assert read(sandbox=True).sandbox


def test_only_the_folders_of_the_chosen_agents_are_there_each_once() -> None:
    folders = tool_folders([AGENTS["sql"], AGENTS["sql"]])
    assert list(folders) == ["db-interface", "code-interpreter"]
    assert folders["db-interface"].source == Source("db-interface", TOOLS_FOLDER / "db-interface", "python", "agent sql")
    assert tool_folders([]) == {}


def test_a_folder_that_several_agents_use_names_them_all() -> None:
    folders = tool_folders([AGENTS["sql"], AGENTS["financial"], AGENTS["time-series"]])
    assert folders["code-interpreter"].source.needed_by == "agents sql, financial and time-series"
    assert folders["yfinance"].source.needed_by == "agents financial and time-series"
