"""A person's own project on the laptop stack: its name, its virtual environment, its tools' keys, and the outputs of its program.

Its program says which agents there are, and may be in any language of Pulumi. So the laptop stack knows them by the outputs.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from agents.errors import DeclarationError
from agents.folders import PROJECT, project_file, require_project
from agents.tools_json.file import read_tools_json, tool_folder_names
from local.errors import ConfigFileError
from local.outside_services import OutsideServices, variable_of

STACK = "local"
STATE = Path("pulumi-state", ".pulumi", "stacks")


def definition(folder: Path = PROJECT) -> dict[str, Any]:
    """Return the content of the project's Pulumi.yaml. Raises ConfigFileError, or NoProjectError."""
    file = project_file(folder)
    if file is None:
        require_project()
        raise ConfigFileError(f"{folder} has no Pulumi.yaml")
    try:
        found = yaml.safe_load(file.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigFileError(f"{file} is no YAML: {error}") from error
    if not isinstance(found, dict) or not isinstance(found.get("name"), str):
        raise ConfigFileError(f"{file} has no `name:`. Write the project's name there, like `name: my-agents`")
    return found


def name(folder: Path = PROJECT) -> str:
    """Return the project's name. The names of what it deploys begin with it."""
    return str(definition(folder)["name"])


def virtual_environment(folder: Path = PROJECT) -> Path:
    """Return the environment with the packages of the project's program: its Pulumi.yaml's, or else that of this command."""
    runtime = definition(folder).get("runtime")
    options = runtime.get("options") if isinstance(runtime, dict) else None
    named = options.get("virtualenv") if isinstance(options, dict) else None
    there = folder / str(named or ".venv")
    return there if (there / "bin" / "python").exists() else Path(sys.prefix)


def checkpoint(folder: Path) -> Path:
    """Return the file in which Pulumi keeps the state of the stack.

    folder: the laptop stack's.
    """
    return folder / STATE / name() / f"{STACK}.json"


def outputs(folder: Path) -> dict[str, Any]:
    """Return the outputs of the program on the laptop stack. Secrets stay encrypted. Empty: nothing is deployed."""
    return next(iter(deployed_resources(folder, "pulumi:pulumi:Stack")), {})


def deployed_resources(folder: Path, of_type: str) -> list[dict[str, Any]]:
    """Return the outputs of each resource of a type on the laptop stack. Secrets stay encrypted."""
    try:
        state = json.loads(checkpoint(folder).read_text())["checkpoint"]["latest"]["resources"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [one.get("outputs", {}) for one in state if one["type"] == of_type]


def agents(folder: Path) -> list[str]:
    """Return the names of the deployed agents."""
    found = outputs(folder).get("agents")
    return sorted(found) if isinstance(found, dict) else []


def keys_of_tools(environment: Mapping[str, str], kept_keys: frozenset[str]) -> OutsideServices:
    """Return the keys that the environment has for the tools of the project, by the secrets' names.

    The program may give the others. If it doesn't, it ends with an error that names the secret.
    kept_keys: the secrets that the stack has already.
    """
    secrets = _secrets_of_tools()
    found = {secret: environment.get(variable_of(secret), "").strip() for secret in sorted(secrets)}
    keys = {secret: key for secret, key in found.items() if key}
    return OutsideServices(keys, frozenset(kept_keys & secrets.keys() - keys.keys()))


def hint_of_missing_keys(chosen: OutsideServices) -> str:
    """Return a sentence on the secrets that neither the environment nor the stack has. Empty if there is none.

    It is for a deployment that failed: the program may give these secrets.
    """
    missing = {secret: what for secret, what in _secrets_of_tools().items() if secret not in {*chosen.keys, *chosen.kept_keys}}
    named = "; ".join(f"{variable_of(secret)}: {what}" for secret, what in sorted(missing.items()))
    return f" The environment can give the tools' secrets. Not set are {named}." if missing else ""


def _secrets_of_tools() -> dict[str, str]:
    """Return the descriptions of the secrets that the tools of the project need, by name."""
    secrets: dict[str, str] = {}
    for tool in tool_folder_names():
        try:
            secrets |= read_tools_json(tool).get("secrets", {})
        except DeclarationError:
            # The program says so, if it uses the folder.
            continue
    return secrets
