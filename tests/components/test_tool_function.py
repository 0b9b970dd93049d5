"""The function of a tools folder."""

import json
from pathlib import Path

import pytest

from agents import AGENTS
from agents.declaration import TOOLS_FOLDER
from components import tool_function
from components.builds.source import Source
from components.data_bucket import DataBucket, DataBucketArgs
from components.tool_function import ToolFolder, ToolFunction, ToolFunctionArgs, read_tool_folder, tool_folders
from tests.components.deployment import Deployment, deploy, package


def deployed(folder: Path, reads_data: bool) -> Deployment:
    def program() -> None:
        data = DataBucket("data", DataBucketArgs(30, False, {}))
        source = Source("adder", folder, "python", "agent sums")
        adder = ToolFolder("adder", 256, reads_data, ("add", "subtract"), 45, source)
        ToolFunction("adder", ToolFunctionArgs(adder, package(folder, "adder"), data, "agents-dev-adder", 7, {"Project": "agents"}))

    return deploy(program)[0]


def test_it_is_one_function_with_the_memory_and_the_longest_timeout_of_its_tools(tmp_path: Path) -> None:
    deployment = deployed(tmp_path, reads_data=False)
    assert deployment.tree()["ToolFunction/adder"] == ["Function/adder"]
    function = deployment.of("Function/adder-function")
    assert {key: function[key] for key in ("name", "description", "memorySize", "timeout", "s3Bucket")} == {
        "name": "agents-dev-adder",
        "description": "Tools: add, subtract",
        "memorySize": 256,
        "timeout": 45,
        "s3Bucket": "data-bucket-0a1b2c3",
    }
    assert "environment" not in function


@pytest.mark.parametrize(("reads_data", "actions"), [(False, ["s3:PutObject"]), (True, ["s3:PutObject", "s3:GetObject"])])
def test_it_may_write_data_of_runs_and_read_it_only_if_its_tools_do(tmp_path: Path, reads_data: bool, actions: list[str]) -> None:
    *_, run_data = deployed(tmp_path, reads_data).statements("RolePolicy/adder-policy")
    assert run_data == {"Sid": "RunData", "Effect": "Allow", "Action": actions, "Resource": ["arn:Bucket/data-bucket/runs/*"]}


def test_a_folder_is_read_from_its_tools_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tools = [{"name": "add", "timeout_seconds": 30}, {"name": "subtract", "timeout_seconds": 45}]
    declared = {"language": "python", "memory_mb": 512, "reads_data": True, "tools": tools}
    (tmp_path / "adder").mkdir()
    (tmp_path / "adder" / "tools.json").write_text(json.dumps(declared))
    monkeypatch.setattr(tool_function, "TOOLS_FOLDER", tmp_path)
    assert read_tool_folder("adder", "agent sums") == ToolFolder(
        "adder", 512, True, ("add", "subtract"), 45, Source("adder", tmp_path / "adder", "python", "agent sums")
    )


def test_only_the_folders_of_the_chosen_agents_are_deployed_each_once() -> None:
    folders = tool_folders([AGENTS["sql"], AGENTS["sql"]])
    assert list(folders) == ["db-interface", "code-interpreter"]
    assert folders["db-interface"].source == Source("db-interface", TOOLS_FOLDER / "db-interface", "python", "agent sql")
    assert tool_folders([]) == {}
