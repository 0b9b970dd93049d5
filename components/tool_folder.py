"""One folder of `lambda/tools`, as its `tools.json` describes the function: pure data. `tool_function.py` deploys it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agents.declaration import Agent
from agents.folders import ROOT
from agents.tools_json.file import TOOLS_FOLDER, read_tools_json, read_tools_json_in
from components.packaging.source import Source

MCP = ROOT / "lambda" / "mcp"
"""The code of all folders whose tools are those of an MCP server."""


@dataclass(frozen=True)
class ToolSetting:
    """A setting of a function, which a stack may set. Its value is text, and reaches the function as `SETTING_<NAME>`."""

    description: str
    default: str
    enum: tuple[str, ...] = ()
    """The allowed values. Empty: any value that `pattern` allows."""
    pattern: str | None = None
    """A regular expression that the whole value has to match. None: any text."""


@dataclass(frozen=True)
class Permission:
    """What a function may do in AWS."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    """ARNs with placeholders of `agents.tools_json.placeholders`, or `*`."""


@dataclass(frozen=True)
class ToolFolder:
    """A function as its `tools.json` describes it."""

    name: str
    """The folder's name."""
    memory_mb: int
    """Memory of the function in MB."""
    reads_data: bool
    """True if its tools read the data of runs, and the files that people put into the bucket for agents."""
    tools: tuple[str, ...]
    """The names of its tools."""
    timeout_seconds: int
    """Seconds after which Lambda ends a call."""
    source: Source
    """The folder, for the builds."""
    secrets: Mapping[str, str] = field(default_factory=dict)
    """A description of each secret that the tools need, by name. Its ARN reaches the function as `SECRET_ARN_<NAME>`."""
    settings: Mapping[str, ToolSetting] = field(default_factory=dict)
    """The settings by name."""
    permissions: tuple[Permission, ...] = ()
    """What the function may do in AWS, beside reading and writing the data of runs."""
    sandbox: bool = False
    """True if its tools hand the code of a model to the sandbox. Its ARN reaches the function as `SANDBOX_ARN`."""
    ephemeral_storage_mb: int | None = None
    """Size in MB of the folder /tmp. None: Lambda's own size, 512."""
    reserved_concurrency: int | None = None
    """Calls that are kept for the function, and its limit. A setting of the stack goes before it. None: neither."""
    network: str | None = None
    """What its tools reach in a private network. None: the function is in none."""
    layers: tuple[str, ...] = ()
    """ARNs of versions of layers, with placeholders of `agents.tools_json.placeholders`."""
    mcp: bool = False
    """True if its tools are those of an MCP server, whose URL is the setting `url`."""


def tool_folders(agents: Iterable[Agent]) -> dict[str, ToolFolder]:
    """Return the folders of the agents' tools, by name."""
    needed_by: dict[str, list[str]] = {}
    for agent in agents:
        for folder in agent.folders:
            if agent.name not in needed_by.setdefault(folder, []):
                needed_by[folder].append(agent.name)
    return {function: read_tool_folder(function, _in_words(names)) for function, names in needed_by.items()}


def _in_words(agents: list[str]) -> str:
    *others, last = agents
    return f"agents {', '.join(others)} and {last}" if others else f"agent {last}"


def read_tool_folder(name: str, needed_by: str) -> ToolFolder:
    """Return the folder `lambda/tools/<name>`, as its `tools.json` describes it.

    needed_by: who needs the folder, in the words of a build's errors, like `agent sql`.

    Raises DeclarationError.
    """
    return _read(TOOLS_FOLDER / name, read_tools_json(name), needed_by)


def read_tool_folder_in(folder: Path, needed_by: str) -> ToolFolder:
    """Return any folder with a `tools.json`. Raises DeclarationError."""
    return _read(folder.resolve(), read_tools_json_in(folder), needed_by)


def _read(folder: Path, declared: Mapping[str, Any], needed_by: str) -> ToolFolder:
    return ToolFolder(
        folder.name,
        declared["memory_mb"],
        declared["reads_data"],
        tuple(tool["name"] for tool in declared["tools"]),
        declared["timeout_seconds"],
        Source(folder.name, folder, declared["language"], needed_by, shared=shared_code(declared)),
        declared.get("secrets", {}),
        {key: _setting(setting) for key, setting in declared.get("settings", {}).items()},
        tuple(Permission(tuple(each["actions"]), tuple(each["resources"])) for each in declared.get("permissions", ())),
        declared.get("sandbox", False),
        declared.get("ephemeral_storage_mb"),
        declared.get("reserved_concurrency"),
        declared.get("network"),
        tuple(declared.get("layers", ())),
        "mcp" in declared,
    )


def shared_code(declared: Mapping[str, Any]) -> Path | None:
    """Return the folder with the code of a function, if the folder of this tools.json has none itself."""
    return MCP if "mcp" in declared else None


def _setting(declared: dict[str, Any]) -> ToolSetting:
    return ToolSetting(declared["description"], declared["default"], tuple(declared.get("enum", ())), declared.get("pattern"))


def unfit(setting: ToolSetting, value: Any) -> str | None:
    """Return the allowed values if a value isn't one of them, else None."""
    if setting.enum:
        return None if value in setting.enum else ", ".join(setting.enum)
    if not isinstance(value, str) or len(value) > 500:
        return "a text of 500 characters or fewer"
    return None if not setting.pattern or re.fullmatch(setting.pattern, value) else f"a text that matches {setting.pattern}"
