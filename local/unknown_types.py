"""Refuse the resource types that the laptop's AWS plugin doesn't know, before anything is built.

A program's resources are known by running it. So the `resources.py` of the tools run on Pulumi's mocks first (`local.rehearsal`).
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable

from agents.folders import IMPORTS, PROJECT, VARIABLE
from components.packaging.errors import BuildError
from components.tool_folder import ToolFolder
from components.tool_resources import FILE
from local.aws_plugin.catalog import FUNCTIONS, HOW_TO_ADD_ONE, RESOURCE_TYPES


class UnknownTypeError(BuildError):
    """The resources of a tool can't be made on the laptop stack."""


def refuse_unknown_types(folders: Iterable[ToolFolder]) -> None:
    """Raise UnknownTypeError if a folder's resources are of a type that the plugin doesn't know."""
    with_resources = {str(folder.source.folder): folder for folder in folders if (folder.source.folder / FILE).is_file()}
    if not with_resources:
        return
    known = RESOURCE_TYPES.keys() | FUNCTIONS.keys()
    wrong = [
        _sentence(with_resources[path], unknown)
        for path, asked in _rehearsed(with_resources).items()
        if (unknown := [each for each in asked if each.startswith("aws:") and each not in known])
    ]
    if wrong:
        raise UnknownTypeError("\n".join(wrong))


def _rehearsed(folders: Iterable[str]) -> dict[str, list[str]]:
    """Return what each folder asks for. Nothing, if the rehearsal itself fails: the deployment says why."""
    command = [sys.executable, "-m", f"{__package__}.rehearsal", *folders]
    environment = {**os.environ, VARIABLE: str(PROJECT)}
    done = subprocess.run(
        command, cwd=IMPORTS, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    found: dict[str, list[str]] = json.loads(done.stdout) if done.returncode == 0 else {}
    return found


def _sentence(folder: ToolFolder, unknown: list[str]) -> str:
    return (
        f"{folder.source.needed_by} needs the tools of {folder.name}, whose {FILE} asks for {', '.join(unknown)}. The laptop's AWS "
        f"plugin doesn't know that. {HOW_TO_ADD_ONE}. A stack in AWS has it"
    )
