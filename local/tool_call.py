"""Call one tool on this machine: run its built function as a process, without a model and without a state machine."""

import difflib
import re
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError
from jsonschema import Draft202012Validator

from agents import AGENTS
from agents.errors import DeclarationError
from agents.folders import IS_OWN_PROJECT, PROJECT, ROOT
from agents.tools_json.file import read_tools_json, tool_folder_names
from agents.tools_json.input_schema import without_nulls
from components.packaging.source import Source
from components.settings.tool_settings import environment
from components.tool_folder import ToolFolder, read_tool_folder
from local import own_project
from local.built_function import Answer, BuiltFunction, build_for_this_machine
from local.configuration import COMMITTED, parsed, setting
from local.errors import StackDownError, ToolInputError
from local.lambda_api import serving_sandbox
from local.laptop import Laptop, Say
from local.services import aws_environment
from local.state_call import StateTool, state_tools
from local.this_command import agent

TOOLKIT = ROOT / "lambda" / "toolkit" / "python"
LONG = 24 * 60 * 60.0
"""The time limit in seconds for a person with a debugger."""


@dataclass(frozen=True)
class CalledTool:
    """A tool, and the folder of its function."""

    name: str
    folder: ToolFolder
    declared: Mapping[str, Any]
    """The tool's entry in `tools.json`."""


def find_tool(name: str, stack: Path) -> CalledTool | StateTool:
    """Return the tool of that name. Raises ToolInputError if there is none, with similar names.

    stack: the laptop stack's folder.
    """
    found: dict[str, CalledTool | StateTool] = {**state_tools(stack)}
    for function in tool_folder_names():
        try:
            folder, declared = read_tool_folder(function, "agent call"), read_tools_json(function)
        except DeclarationError:
            # One broken folder must not stop calls of other tools.
            continue
        found |= {tool["name"]: CalledTool(tool["name"], folder, tool) for tool in declared["tools"]}
    if name in found:
        return found[name]
    if not found:
        where = "lambda/tools has none, and no deployed agent of the laptop stack has one"
        raise ToolInputError(f"there is no tool {name!r}, and no other: {where}. Deploy the project: {agent('up')}")
    same_folder = [tool.name for tool in found.values() if isinstance(tool, CalledTool) and tool.folder.name == name]
    near = same_folder or difflib.get_close_matches(name, found, 3) or sorted(found)
    raise ToolInputError(f"there is no tool {name!r}: there {'is' if len(near) == 1 else 'are'} {', '.join(near)}")


def check_input(tool: CalledTool | StateTool, given: Any) -> None:
    """Raise ToolInputError with everything that the tool's input_schema refuses."""
    schema = tool.declared["input_schema"]
    errors = sorted(
        Draft202012Validator(schema).iter_errors(without_nulls(given, schema)),
        key=lambda error: list(map(str, error.absolute_path)),
    )
    if errors:
        lines = "\n".join(f"- {'.'.join(map(str, error.absolute_path)) or 'the input'}: {error.message}" for error in errors)
        fields = ", ".join(schema.get("properties", {})) or "none"
        raise ToolInputError(f"the input doesn't fit the input_schema of {tool.name}:\n{lines}\nIts fields: {fields}")


def call(tool: CalledTool, given: Any, laptop: Laptop, say: Say, on_terminal: bool = False) -> Answer:
    """Build the function if it isn't built, run it with this input, and return its answer.

    Files are stored in the laptop stack's bucket if the stack is up.
    Raises BuildError, StackDownError, ToolInputError.
    """
    folder = tool.folder
    if on_terminal and folder.source.language != "python":
        raise ToolInputError(f"pdb debugs Python, and {tool.name} is in {folder.source.language}: call it without --pdb")
    stack = _Stack(laptop) if laptop.is_up() else None
    configured = (stack and stack.environment(folder.name)) or _environment_without_stack(folder)
    source = folder.source
    package = build_for_this_machine(folder.name, source.folder, source.language, "agent call", say)
    execution = f"call-{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"
    # No agent has this name, because an agent's name has no underscore.
    prefix = f"runs/_call/{execution}/"
    bucket = stack and stack.data_bucket()
    if bucket:
        say(f"What the tool stores goes to s3://{bucket}/{prefix}")
    else:
        cut = "what the tool would store is cut instead"
        say(f"The laptop stack isn't up with an agent deployed: {cut}. Start it: {agent('up')}")
    run = {"execution": execution, "agent": "_call", "results": {"bucket": bucket, "prefix": prefix}}
    event = {"id": "call_1", "name": tool.name, "input": given, "run": run if bucket else None}
    seconds = LONG if on_terminal else float(folder.timeout_seconds)
    aws = aws_environment(laptop.folder, laptop.ports)
    url = aws["AWS_ENDPOINT_URL"]
    with ExitStack() as ending:
        unpacked, of_the_sandbox = (ending.enter_context(tempfile.TemporaryDirectory(prefix="agent-call-")) for _ in range(2))
        # Also beside a stack, so that a change of the sandbox is tried without a deployment.
        sandbox = ending.enter_context(serving_sandbox(Path(of_the_sandbox), url, say)) if folder.sandbox else {}
        variables = aws | configured | sandbox
        function = BuiltFunction(package, Path(unpacked), url, folder.memory_mb, variables, seconds, on_terminal)
        ending.callback(function.close)
        return _with_paths_of_the_project(function.invoke(event), f"{unpacked}/task/", folder.source)


def _with_paths_of_the_project(answer: Answer, unpacked: str, source: Source) -> Answer:
    """Rename the paths in log and traceback: from a file's copy in the package to the file that a person edits."""

    def place(copy: re.Match[str]) -> str:
        for own in (source.folder / copy[1], source.code / copy[1], TOOLKIT / copy[1]):
            if own.is_file():
                return str(own.relative_to(PROJECT) if own.is_relative_to(PROJECT) else own)
        return copy[0]

    def edited(line: str) -> str:
        return re.sub(re.escape(unpacked) + r"([\w./-]+)", place, line)

    error = answer.error and replace(answer.error, trace=tuple(map(edited, answer.error.trace)))
    return replace(answer, log=list(map(edited, answer.log)), error=error)


class _Stack:
    """The laptop stack that is up."""

    def __init__(self, laptop: Laptop) -> None:
        self._aws, self._folder = aws_environment(laptop.folder, laptop.ports), laptop.folder

    def environment(self, folder: str) -> dict[str, str] | None:
        """Return the variables of the deployed function: its settings and the ARNs of its secrets. None if it isn't deployed."""
        project, functions = own_project.name(), self._client("lambda").get_paginator("list_functions")
        for page in functions.paginate():
            for function in page["Functions"]:
                if function["FunctionName"].startswith(project) and function["FunctionName"].endswith(f"-local-{folder}"):
                    return dict(function.get("Environment", {}).get("Variables", {}))
        return None

    def data_bucket(self) -> str | None:
        if IS_OWN_PROJECT:
            named = own_project.outputs(self._folder).get("dataBucket")
            return named if isinstance(named, str) else None
        try:
            buckets = self._client("s3").list_buckets()["Buckets"]
        except ClientError:
            return None
        return next((bucket["Name"] for bucket in buckets if bucket["Name"].startswith("data-bucket-")), None)

    def _client(self, service: str) -> Any:
        return boto3.client(
            service,
            region_name=self._aws["AWS_REGION"],
            endpoint_url=self._aws["AWS_ENDPOINT_URL"],
            aws_access_key_id=self._aws["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self._aws["AWS_SECRET_ACCESS_KEY"],
        )


def _owner(folder: ToolFolder) -> str:
    """Return the first agent that has a tool of the folder, or a word for it if none has."""
    owners = (name for name, one in AGENTS.usable.items() if folder.name in one.folders)
    return next(owners, "AGENT")


def _environment_without_stack(folder: ToolFolder) -> dict[str, str]:
    """Return the settings of Pulumi.local.yaml. Raises StackDownError for a tool with secrets, because only a stack keeps them."""
    if folder.secrets:
        needs = f"{folder.name} needs {', '.join(folder.secrets)}, which the laptop stack keeps"
        if IS_OWN_PROJECT:
            start = f"Deploy the program with a ToolFunction of the folder, whose `function_name` is {folder.name!r}: {agent('up')}"
            raise StackDownError(f"{needs}. {start}")
        raise StackDownError(f"{needs}. Start it with an agent that has the tool: {agent(f'up {_owner(folder)}')}")
    # The program of a person's own project says the settings of its tools.
    given = {} if IS_OWN_PROJECT else setting(parsed(COMMITTED.read_text("utf-8")), "tools").get(folder.name, {})
    settings = {name: given.get(name, declared.default) for name, declared in folder.settings.items()}
    return {name: str(value) for name, value in environment(settings, {}).items() if value}
