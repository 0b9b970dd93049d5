"""The files that belong to an agent or a tool function, and the uses that prevent its removal."""

import re
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from agents import AGENTS
from agents.folders import IS_OWN_PROJECT
from agents.tools_json.file import tool_folder_names
from cli.new.golden import golden_file
from cli.remove.errors import NotRemovedError
from local.configuration import NAMESPACE
from local.this_command import agent

PROGRAMS = (".py", ".ts", ".js", ".yaml", ".yml", ".go", ".cs", ".java")
AGENTS_PAGE = Path("docs", "reference", "agents.md")


@dataclass(frozen=True)
class Removal:
    """The files and sections to remove. All paths are relative to the project and exist."""

    paths: tuple[Path, ...]
    section: str = ""
    """The section in the page of the agents' questions. Empty if the agent has none."""

    def do(self, root: Path) -> None:
        for path in self.paths:
            if (root / path).is_dir():
                shutil.rmtree(root / path)
            else:
                (root / path).unlink()
        if self.section:
            page = root / AGENTS_PAGE
            page.write_text(page.read_text("utf-8").replace(self.section, "").rstrip() + "\n", "utf-8")

    @property
    def listed(self) -> str:
        lines = [f"  {path.as_posix()}" for path in self.paths]
        return "\n".join(lines + [f"  its section of {AGENTS_PAGE.as_posix()}"] * bool(self.section))


def of_agent(root: Path, name: str, on_the_laptop: Collection[str]) -> Removal:
    """Return what to remove with an agent. Raises NotRemovedError.

    on_the_laptop: the agents that the laptop stack has.
    """
    if name not in AGENTS:
        raise NotRemovedError(f"there is no agent {name!r}: there are {', '.join(AGENTS)}")
    snake = name.replace("-", "_")
    kept = [*_stacks_with_agent(root, name), *_variations(root, snake)]
    if name in on_the_laptop:
        others = sorted({*on_the_laptop} - {name}) or [other for other in AGENTS if other != name][:1]
        stay = " ".join(others)
        without = f"{agent(f'up {stay} --only')} deploys without it, " if others else ""
        kept.append(f"the laptop stack has it: {without}{agent('down')} stops the stack")
    if kept:
        raise NotRemovedError("\n- ".join([f"the agent {name} is in use:", *kept]))
    files = (
        Path("agents", f"{snake}.py"),
        Path("local", "scripted_model", "conversations", snake),
        golden_file(name),
        Path("tests", "local", "scripted_model", "conversations", f"test_{snake}.py"),
    )
    return Removal(_there(root, files), _section(root, name))


def of_tool(root: Path, name: str) -> Removal:
    """Return what to remove with a tool function. Raises NotRemovedError."""
    if name not in tool_folder_names():
        raise NotRemovedError(f"there is no tool function {name!r} in lambda/tools: there are {', '.join(tool_folder_names())}")
    kept = [f"agents/{file} has tools of it: take tools_in({name!r}, …) out" for file in _users(root, name)]
    kept += [*_stacks_with_tool(root, name), *_programs_with_tool(root, name)]
    if kept:
        raise NotRemovedError("\n- ".join([f"the tool function {name} is in use:", *kept]))
    return Removal(_there(root, (Path("lambda", "tools", name), Path("tests", "lambda", "tools", name))))


def _there(root: Path, paths: Collection[Path]) -> tuple[Path, ...]:
    return tuple(path for path in paths if (root / path).exists())


def _users(root: Path, function: str) -> list[str]:
    """Return the files of the agents that use a function's tools. Files that can't be imported are searched as text."""
    used = {f"{name.replace('-', '_')}.py" for name, user in AGENTS.usable.items() if function in user.folders}
    call = re.compile(rf"tools_in\(\s*[\"']{re.escape(function)}[\"']")
    return sorted(used | {path.name for path in (root / "agents").glob("*.py") if call.search(path.read_text("utf-8"))})


def _variations(root: Path, snake: str) -> Iterator[str]:
    """Yield other declarations that import this one or call it by its name."""
    calls = re.compile(rf"AgentTool\(\s*[\"']{re.escape(snake.replace('_', '-'))}[\"']")
    imports = re.compile(rf"^\s*(from agents\.{snake} import|import agents\.{snake}\b)", re.MULTILINE)
    for path in sorted((root / "agents").glob("*.py")):
        if imports.search(path.read_text("utf-8")):
            yield f"agents/{path.name} imports it: declare that agent by itself"
            continue
        if calls.search(path.read_text("utf-8")):
            yield f"agents/{path.name} calls it: take its AgentTool out"


def _stacks_with_agent(root: Path, name: str) -> Iterator[str]:
    for stack, config in _configs(root):
        agents = config.get(f"{NAMESPACE}:agents") or []
        if name in agents and len(agents) > 1:
            path = f"'agents[{agents.index(name)}]'"
            yield f"Pulumi.{stack}.yaml has it: pulumi config rm --path {path} -s {stack}, and deploy that stack if it was deployed"
        elif name in agents:
            yield f"Pulumi.{stack}.yaml has it alone: name another agent there, and deploy that stack if it was deployed"
    default = yaml.safe_load((root / "Pulumi.yaml").read_text("utf-8"))["config"]["agents"]["value"]
    if name in default:
        yield "Pulumi.yaml has it as the default of `agents`: name another agent there"


def _stacks_with_tool(root: Path, name: str) -> Iterator[str]:
    for stack, config in _configs(root):
        if name in (config.get(f"{NAMESPACE}:tools") or {}):
            yield f"Pulumi.{stack}.yaml sets it: pulumi config rm --path 'tools[\"{name}\"]' -s {stack}"


def _programs_with_tool(root: Path, name: str) -> Iterator[str]:
    """Yield the files at the top of a person's own project that name the folder of a tool."""
    place = re.compile(rf"lambda/tools/{re.escape(name)}(?![\w-])")
    for path in sorted(root.iterdir()) if IS_OWN_PROJECT else ():
        if path.suffix in PROGRAMS and place.search(path.read_text("utf-8", "replace")):
            yield f"{path.name} names its folder: take its function out"


def _configs(root: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the settings of each stack, with the stack's name."""
    for path in sorted(root.glob("Pulumi.*.yaml")):
        yield path.name.split(".")[1], (yaml.safe_load(path.read_text("utf-8")) or {}).get("config") or {}


def _section(root: Path, name: str) -> str:
    page = root / AGENTS_PAGE
    found = re.search(rf"(?ms)^## `{re.escape(name)}`\n.*?(?=^## |\Z)", page.read_text("utf-8")) if page.exists() else None
    return found[0] if found else ""
