"""Reads the `tools.json` of a folder, and checks it once. The error for a wrong file names all that is wrong with it."""

import functools
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from agents.errors import DeclarationError
from agents.folders import PROJECT
from agents.tools_json import input_schema, json_text, layers, mcp, permissions, schema

TOOLS_FOLDER = PROJECT / "lambda" / "tools"
REFERENCE = "docs/reference/tools-json.md"

LEAST_WITH_A_SANDBOX = 30
"""The shortest timeout in seconds of a function that waits for the sandbox."""


def tool_folder_names() -> list[str]:
    return sorted(path.parent.name for path in TOOLS_FOLDER.glob("*/tools.json"))


def read_tools_json(folder: str) -> dict[str, Any]:
    """Return the tools.json of one folder of `lambda/tools`, checked. Don't change it: all callers share it.

    Raises DeclarationError.
    """
    path = TOOLS_FOLDER / folder / "tools.json"
    if not path.is_file():
        raise DeclarationError(
            f"there is no tool function {folder!r} in lambda/tools; there are: {', '.join(tool_folder_names()) or 'none'}"
        )
    return _read(path)


def read_tools_json_in(folder: Path) -> dict[str, Any]:
    """Return the tools.json of any folder, checked. Don't change it: all callers share it. Raises DeclarationError."""
    path = folder.resolve() / "tools.json"
    if not path.is_file():
        what = "has no tools.json" if folder.is_dir() else "doesn't exist" if not folder.exists() else "is no folder"
        raise DeclarationError(
            f"the folder {str(folder)!r} {what}. Allowed: a folder with a tools.json, as {REFERENCE} describes it"
        )
    return _read(path)


def _read(path: Path) -> dict[str, Any]:
    name = path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path
    return _checked_once(path.read_bytes(), str(name))


@functools.cache
def _checked_once(content: bytes, file: str) -> dict[str, Any]:
    # By its content: a program that runs again in the same process finds a file that has changed meanwhile.
    return checked(content, file)


def checked(content: bytes, file: str) -> dict[str, Any]:
    """Return the content of a tools.json. Raises DeclarationError, which names `file` and everything that is wrong with it."""
    try:
        declared: dict[str, Any] = json_text.parse(content)
    except json_text.JsonTextError as wrong:
        raise DeclarationError(f"{file} can't be read: {wrong}") from wrong
    if problems := _too_deep(declared) or schema.problems(declared) or _beyond_the_schema(declared):
        raise DeclarationError("\n- ".join((f"{file} is wrong ({REFERENCE} says what is allowed):", *problems)))
    return declared


def problems_of_a_tool(tool: dict[str, Any]) -> list[str]:
    """Return a sentence for each thing that is wrong with one of the tools, wherever it is declared."""
    return input_schema.not_json(tool.get("input_schema"), "input_schema") or (
        schema.problems_of_a_tool(tool) or _problems_of_an_input(tool, "")
    )


def problems_of_a_timeout(seconds: Any) -> list[str]:
    """Return a sentence if the `timeout_seconds` of a function are wrong, wherever they are declared."""
    return schema.problems_of_a_timeout(seconds)


def problems_of_an_output_schema(output_schema: Any) -> list[str]:
    """Return a sentence for each thing that is wrong with an agent's output_schema. It is of the dialect of an input_schema."""
    if problems := input_schema.not_json(output_schema, "output_schema"):
        return problems
    if problems := schema.problems_of_an_object(output_schema):
        whole = "the file "
        return [f"output_schema{f' {each.removeprefix(whole)}' if each.startswith(whole) else f'.{each}'}" for each in problems]
    return input_schema.problems(output_schema, "output_schema")


def _too_deep(declared: Any) -> list[str]:
    tools = declared.get("tools") if isinstance(declared, dict) else None
    given = [tool.get("input_schema") for tool in tools if isinstance(tool, dict)] if isinstance(tools, list) else []
    return [problem for at, each in enumerate(given) for problem in input_schema.not_json(each, f"tools[{at}].input_schema")]


def _beyond_the_schema(declared: dict[str, Any]) -> list[str]:
    """Return a sentence for each thing that is wrong with a file that fits the schema."""
    names = [tool["name"] for tool in declared["tools"]]
    problems = [
        f"tools[{at}].name is {json.dumps(name)} for the second time: allowed is each name once"
        for at, name in enumerate(names)
        if name in names[:at]
    ]
    if declared.get("sandbox") and declared["timeout_seconds"] < LEAST_WITH_A_SANDBOX:
        problems.append(
            f"timeout_seconds is {declared['timeout_seconds']}: with a sandbox allowed are {LEAST_WITH_A_SANDBOX} or more, because "
            "the sandbox ends before its caller"
        )
    for name, setting in declared.get("settings", {}).items():
        problems += _problems_of_a_setting(f"settings.{name}", setting)
    problems += permissions.problems(declared.get("permissions", []))
    problems += layers.problems(declared.get("layers", []))
    problems += mcp.problems(declared)
    for at, tool in enumerate(declared["tools"]):
        problems += _problems_of_an_input(tool, f"tools[{at}].")
    return problems


def _problems_of_an_input(tool: dict[str, Any], path: str) -> list[str]:
    """Return a sentence for each thing that is wrong with a tool's input_schema or example.

    path: the text before the keys of the tool, like `tools[0].`.
    """
    if problems := input_schema.problems(tool["input_schema"], f"{path}input_schema"):
        return problems
    wrong = (
        Draft202012Validator(tool["input_schema"]).iter_errors(input_schema.without_nulls(tool["example"], tool["input_schema"]))
        if "example" in tool
        else ()
    )
    return [f"{path}example{_fields(each.path)} doesn't fit the input_schema: {each.message}" for each in wrong]


def _fields(path: Iterable[str | int]) -> str:
    return "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in path)


def _problems_of_a_setting(path: str, setting: dict[str, Any]) -> list[str]:
    try:
        pattern = re.compile(setting.get("pattern", ""))
    except re.error as wrong:
        return [f"{path}.pattern is {json.dumps(setting['pattern'])}, which is no regular expression of Python: {wrong}"]
    default = setting["default"]
    if "enum" in setting and default not in setting["enum"]:
        return [f"{path}.default is {json.dumps(default)}: allowed are {', '.join(map(json.dumps, setting['enum']))}"]
    if "pattern" in setting and not pattern.fullmatch(default):
        return [f"{path}.default is {json.dumps(default)}: allowed is a text that matches {json.dumps(setting['pattern'])}"]
    return []
