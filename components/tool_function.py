"""One folder of `lambda/tools` as one Lambda function, which runs all tools of its `tools.json`."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

import pulumi

from agents.declaration import TOOLS_FOLDER, Agent
from components import iam
from components.builds.package import Package
from components.builds.source import Source
from components.data_bucket import DataBucket
from components.function import Function, FunctionArgs


@dataclass(frozen=True)
class ToolFolder:
    """What `tools.json` says of the function, beside its tools."""

    name: str
    """The folder's name."""
    memory_mb: int
    reads_data: bool
    """Whether its tools read what a run has written, like the CSV that another tool has stored."""
    tools: tuple[str, ...]
    timeout_seconds: int
    """The longest of its tools'."""
    source: Source
    """For the builds."""


def tool_folders(agents: Iterable[Agent]) -> dict[str, ToolFolder]:
    """The folders that the agents' tools are in, by name."""
    folders: dict[str, ToolFolder] = {}
    for agent in agents:
        for tool in agent.tools:
            if tool.function not in folders:
                folders[tool.function] = read_tool_folder(tool.function, f"agent {agent.name}")
    return folders


def read_tool_folder(name: str, needed_by: str) -> ToolFolder:
    """Reads `lambda/tools/<name>/tools.json`, whose tools `agents.declaration` has checked. needed_by: whom build errors name."""
    declared = json.loads((TOOLS_FOLDER / name / "tools.json").read_text())
    return ToolFolder(
        name,
        declared["memory_mb"],
        declared["reads_data"],
        tuple(tool["name"] for tool in declared["tools"]),
        max(tool["timeout_seconds"] for tool in declared["tools"]),
        Source(name, TOOLS_FOLDER / name, declared["language"], needed_by),
    )


@dataclass(frozen=True)
class ToolFunctionArgs:
    folder: ToolFolder
    package: Package
    """Built from the folder."""
    data: DataBucket
    """Where the function's code comes from and its big results go to."""
    physical_name: str
    """The function's name in AWS."""
    log_retention_days: int
    tags: dict[str, str]


class ToolFunction(pulumi.ComponentResource):
    """A function that may write results of runs, and read them if its tools do."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: ToolFunctionArgs, opts: pulumi.ResourceOptions | None = None):
        super().__init__("step-functions-agents:index:ToolFunction", name, None, opts)
        folder = args.folder
        actions = ["s3:PutObject", *(["s3:GetObject"] if folder.reads_data else [])]
        function = Function(
            name,
            FunctionArgs(
                package=args.package,
                bucket=args.data.name,
                physical_name=args.physical_name,
                description=f"Tools: {', '.join(folder.tools)}"[:256],
                memory_mb=folder.memory_mb,
                timeout_seconds=folder.timeout_seconds,
                log_retention_days=args.log_retention_days,
                tags=args.tags,
                statements=(iam.allow("RunData", actions, args.data.runs_arn),),
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.arn = function.arn
        self.register_outputs({"arn": self.arn})
