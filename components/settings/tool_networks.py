"""Reads `toolNetworks`: the subnets and the security groups of the tool functions that say in their `tools.json` that they need a
network.
"""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from agents.errors import DeclarationError
from agents.tools_json.file import tool_folder_names
from components.function import Network
from components.llm_catalog.catalog import near
from components.settings import keys
from components.settings.paths import within
from components.settings.raw_config import ASK, Problems, RawConfig, SettingsError, listed, shown
from components.settings.unknown_keys import refuse_unknown
from components.tool_folder import ToolFolder, read_tool_folder

KEY = "toolNetworks"
DEFAULT = "default"
"""The entry for the folders that have none of their own."""

SUBNETS, GROUPS = keys.NETWORK

# https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html
_FORMS = {
    SUBNETS: (
        re.compile(r"subnet-([0-9a-f]{8}|[0-9a-f]{17})"),
        2,
        16,
        "IDs of 2 to 16 subnets of one VPC, like subnet-0a1b2c3d4e5f60718",
    ),
    GROUPS: (
        re.compile(r"sg-([0-9a-f]{8}|[0-9a-f]{17})"),
        1,
        5,
        "IDs of 1 to 5 security groups of the VPC, like sg-0a1b2c3d4e5f60718",
    ),
}


def read_tool_networks(
    config: RawConfig, folders: Mapping[str, ToolFolder], *, needless: bool, problems: Problems
) -> dict[str, Network]:
    """Return the networks of the folders that need one, by the folder's name. Append what is wrong to `problems`.

    needless: True if a folder goes without a network where the stack has none for it, as on the laptop.
    """
    with_network = [name for name in tool_folder_names() if _needs_one(name)]
    names = [DEFAULT, *with_network]
    given = problems.caught(
        lambda: config.json(KEY, dict, f"an object of networks for {listed(names)}", config.remove_command(KEY))
    )
    found: dict[str, Network] = {}
    for name, network in (given or {}).items():
        before = len(problems)
        made = problems.caught(partial(_read, config, name, network, names, problems))
        if made is not None and len(problems) == before:
            found[name] = made
    for folder in folders.values():
        if folder.network and not needless and not {folder.name, DEFAULT} & (given or {}).keys():
            problems.append(str(_missing(config, folder)))
    return {
        folder.name: network
        for folder in folders.values()
        if folder.network and (network := found.get(folder.name, found.get(DEFAULT)))
    }


def _needs_one(name: str) -> bool:
    try:
        return bool(read_tool_folder(name, "").network)
    except DeclarationError:
        # The agents that use the folder can't be chosen. The others can.
        return False


def _missing(config: RawConfig, folder: ToolFolder) -> SettingsError:
    path = within(KEY, DEFAULT)
    return config.refused(
        f"{folder.source.needed_by} needs a network for the tools of {folder.name}. {(folder.network or '').rstrip('.')}",
        f"{KEY} with the {SUBNETS} and the {GROUPS} of one VPC, for {DEFAULT} or for {folder.name} alone",
        _ask(config, f"{within(path, SUBNETS)}[0]", f"{within(path, SUBNETS)}[1]", f"{within(path, GROUPS)}[0]"),
    )


def _ask(config: RawConfig, *entries: str) -> str:
    return " && ".join(config.set_command(entry, ASK) for entry in entries)


def _read(config: RawConfig, name: str, given: Any, names: list[str], problems: Problems) -> Network:
    """Return one network. Append what is wrong in it to `problems`. Raises SettingsError if it can't be read."""
    path = within(KEY, name)
    if name not in names:
        meant = near(name, names)
        repair = config.move_command(path, within(KEY, meant), given) if meant else config.remove_command(path)
        raise config.refused(f"{KEY} has a network for {name!r}{f' ({meant}?)' if meant else ''}", listed(names), repair)
    if not isinstance(given, dict):
        raise config.refused(f"{path} is {shown(given)}", f"an object of {listed(keys.NETWORK)}", config.remove_command(path))
    refuse_unknown(config, path, given, keys.NETWORK, problems)
    subnets, groups = (problems.caught(partial(_ids, config, path, key, given.get(key, []))) or [] for key in keys.NETWORK)
    return Network(subnets, groups)


def _ids(config: RawConfig, network: str, key: str, given: Any) -> list[str]:
    path = within(network, key)
    form, least, most, allowed = _FORMS[key]
    if not isinstance(given, list):
        raise config.refused(f"{path} is {shown(given)}", allowed, config.remove_command(path))
    for at, value in enumerate(given):
        if not isinstance(value, str) or not form.fullmatch(value):
            raise config.refused(f"{path}[{at}] is {shown(value)}", allowed, _ask(config, f"{path}[{at}]"))
        if value in given[:at]:
            raise config.refused(f"{path}[{at}] is {value!r} for the second time", allowed, config.remove_command(f"{path}[{at}]"))
    if len(given) < least:
        missing = [f"{path}[{at}]" for at in range(len(given), least)]
        raise config.refused(f"{path} has {len(given) or 'no'} ID{'' if len(given) == 1 else 's'}", allowed, _ask(config, *missing))
    if len(given) > most:
        raise config.refused(f"{path} has {len(given)} IDs", allowed, config.remove_command(f"{path}[{len(given) - 1}]"))
    return given
