"""The laptop stack's Pulumi config: the committed Pulumi.local.yaml with this machine's ports, and the chosen model, agents and
services.

It is written to `.local/Pulumi.local.yaml` and used by `pulumi --config-file`. So no port, key or salt of one machine gets into the
committed file.
"""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from agents.folders import IS_OWN_PROJECT, PROJECT, ROOT
from local.chosen import Chosen
from local.errors import CommandFailedError, ConfigFileError
from local.ports import DEFAULT_BASE, HOST, HOW_MANY, Ports

COMMITTED = PROJECT / "Pulumi.local.yaml"
LAPTOPS = ROOT / COMMITTED.name
"""The settings of the laptop's services. In a checkout they are those of the project."""
NAMESPACE = "step-functions-agents"


def settings(ports: Ports, chosen: Chosen, committed: Path = COMMITTED) -> dict[str, Any]:
    """Return the content of the committed file with these ports and choices. Raise ConfigFileError."""
    if IS_OWN_PROJECT:
        return _settings_of_own_project(ports, chosen, committed)
    found = _with_ports(committed, ports)
    config = found["config"]
    _refuse_other_shapes(found, committed)
    if chosen.model:
        config[f"{NAMESPACE}:llm"] = setting(found, "llm") | {"targets": [chosen.model.target]}
    config[f"{NAMESPACE}:agents"] = list(chosen.agents)
    tools = setting(found, "tools")
    config[f"{NAMESPACE}:tools"] = tools | {
        name: tools.get(name, {}) | dict(mine) for name, mine in chosen.outside.settings.items()
    }
    return found


def _settings_of_own_project(ports: Ports, chosen: Chosen, committed: Path) -> dict[str, Any]:
    """Return the package's settings for AWS's services and the model, and all of the project's own file, if there is one."""
    config = _with_ports(LAPTOPS, ports)["config"]
    kept = {name: value for name, value in config.items() if name.startswith("aws:") or name == f"{NAMESPACE}:llm"}
    own = parsed(committed.read_text("utf-8"), committed)["config"] if committed.exists() else {}
    found = {"config": kept | own}
    _refuse_other_shapes(found, committed)
    model = {"targets": [chosen.model.target]} if chosen.model else {}
    # The project may say a timeout without a model.
    found["config"][f"{NAMESPACE}:llm"] = setting({"config": kept}, "llm") | setting(found, "llm") | model
    return found


def _with_ports(file: Path, ports: Ports) -> dict[str, Any]:
    """Return the content of a file whose URLs have the usual ports, with these ports."""
    pattern = rf"(?<={re.escape(HOST)}:)({'|'.join(str(DEFAULT_BASE + each) for each in range(HOW_MANY))})\b"
    return parsed(re.sub(pattern, lambda port: str(int(port[0]) - DEFAULT_BASE + ports.base), file.read_text("utf-8")), file)


def _refuse_other_shapes(found: Mapping[str, Any], file: Path) -> None:
    """Raise ConfigFileError if a setting that is added to here is no object. The stack's program checks all the rest."""
    tools = setting(found, "tools")
    given = {"llm": setting(found, "llm"), "tools": tools}
    if isinstance(tools, dict):
        given |= {f"tools.{name}": value for name, value in tools.items()}
    for name, value in given.items():
        if not isinstance(value, dict):
            raise ConfigFileError(f"{NAMESPACE}:{name} in {file.name} is {value!r}: allowed is an object. {_mend(file)}")


def _mend(file: Path) -> str:
    return f"Mend it, or take back your changes: git checkout {file.name}"


def parsed(text: str, file: Path = COMMITTED) -> dict[str, Any]:
    """Parse a committed config file. Raise ConfigFileError."""
    mend = _mend(file)
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ConfigFileError(f"{file.name} is no YAML: {error}\n{mend}") from error
    if not isinstance(found, dict) or not isinstance(found.get("config"), dict):
        raise ConfigFileError(f"{file.name} has no settings below `config:`. {mend}")
    return found


def setting(found: Mapping[str, Any], name: str) -> Any:
    """Return one of this project's settings from the content of a config file."""
    return found["config"].get(f"{NAMESPACE}:{name}") or {}


def keys(chosen: Chosen) -> dict[str, str]:
    """Return the values of all secrets by name: the model's and the tools'."""
    model = chosen.model
    return dict(chosen.outside.keys) | ({model.target["secret"]: model.key} if model and model.key else {})


def write(folder: Path, ports: Ports, chosen: Chosen, committed: Path = COMMITTED) -> Path:
    """Write the file. The encryption salt and the kept secrets of an earlier file stay, because Pulumi's state depends on them."""
    file = folder / committed.name
    found = settings(ports, chosen, committed)
    before = (yaml.safe_load(file.read_text()) or {}) if file.exists() else {}
    if salt := before.get("encryptionsalt"):
        found["encryptionsalt"] = salt
    secrets = (before.get("config") or {}).get(f"{NAMESPACE}:secrets") or {}
    wanted = {*chosen.outside.kept_keys, *_secrets_of_the_file(found, chosen)}
    if kept := {name: secrets[name] for name in sorted(wanted) if name in secrets}:
        found["config"][f"{NAMESPACE}:secrets"] = kept
    file.write_text(yaml.safe_dump(found, sort_keys=False))
    return file


def _secrets_of_the_file(found: Mapping[str, Any], chosen: Chosen) -> set[str]:
    """Return the names of the secrets of the targets, if these are those of the committed file."""
    targets = [] if chosen.model else setting(found, "llm").get("targets")
    return {str(each["secret"]) for each in targets or () if isinstance(each, dict) and "secret" in each}


def set_keys(file: Path, chosen: Chosen, pulumi: Path, environment: Mapping[str, str]) -> None:
    """Put the API keys into the file, encrypted. They go over standard input, because arguments can be read by everyone."""
    for name, key in keys(chosen).items():
        path = ["--path", f"{NAMESPACE}:secrets.{name}"]
        command = [str(pulumi), "-C", str(file.parent), "config", "set", "--secret", *path, "--stack", "local", "--non-interactive"]
        done = subprocess.run(command, input=key, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CommandFailedError(f"`{' '.join(command)}` failed: {(done.stderr or done.stdout).strip()}")
