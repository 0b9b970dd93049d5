"""Reads `tools` of the configuration, the settings of tools, and checks that the secrets of the chosen tools exist."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from agents.errors import DeclarationError
from agents.tools_json.file import tool_folder_names
from components.llm_catalog.catalog import near
from components.settings.paths import within
from components.settings.raw_config import ASK, Problems, RawConfig, SettingsError, listed, shown
from components.settings.secrets import Secret, enter_command
from components.settings.unknown_keys import moved
from components.tool_folder import ToolFolder, ToolSetting, read_tool_folder, unfit

KEY = "tools"


def read_tool_settings(config: RawConfig, folders: Mapping[str, ToolFolder], problems: Problems) -> dict[str, dict[str, str]]:
    """Return all settings of each folder, with the defaults filled in. Append what is wrong to `problems`.

    The settings of a function that no chosen agent needs are allowed, because a stack's agents may change. They are checked and
    left out.
    """
    with_settings = [name for name in tool_folder_names() if _has_settings(name)]
    given = problems.caught(
        lambda: config.json(KEY, dict, f"an object of settings for {listed(with_settings)}", config.remove_command(KEY))
    )
    found: dict[str, dict[str, str]] = {name: {} for name in folders}
    for name, settings in (given or {}).items():
        before = len(problems)
        problems.caught(partial(_check, config, name, settings, with_settings, problems))
        if name in found and len(problems) == before:
            found[name] = settings
    return {
        name: {key: found[name].get(key, setting.default) for key, setting in folder.settings.items()}
        for name, folder in folders.items()
    }


def _has_settings(name: str) -> bool:
    try:
        return bool(read_tool_folder(name, "").settings)
    except DeclarationError:
        # The agents that use the folder can't be chosen. The others can.
        return False


def _refuse_broken(name: str) -> None:
    try:
        read_tool_folder(name, "")
    except DeclarationError as wrong:
        raise SettingsError(f"{KEY} has settings for {name!r}, which can't be read: {wrong}") from wrong


def _check(config: RawConfig, name: str, given: Any, with_settings: list[str], problems: Problems) -> None:
    """Append what is wrong with the settings of one folder to `problems`. Raises SettingsError if they can't be read."""
    path = within(KEY, name)
    if name in tool_folder_names():
        _refuse_broken(name)
    if name not in with_settings:
        meant = near(name, with_settings)
        repair = config.move_command(path, within(KEY, meant), given) if meant else config.remove_command(path)
        what = f"{KEY} has settings for {name!r}{f' ({meant}?)' if meant else ''}"
        raise config.refused(what, f"folders that have some: {listed(with_settings)}", repair)
    declared = read_tool_folder(name, "").settings
    if not isinstance(given, dict):
        raise config.refused(f"{path} is {shown(given)}", f"an object of {listed(declared)}", config.remove_command(path))
    for key, value in given.items():
        problems.caught(partial(_check_one, config, path, key, value, declared))


def _check_one(config: RawConfig, folder: str, key: str, value: Any, declared: Mapping[str, ToolSetting]) -> None:
    path = within(folder, key)
    if key not in declared:
        meant = near(key, declared)
        repair = moved(config, path, within(folder, meant), value) if meant else config.remove_command(path)
        hint = f" ({meant}?)" if meant else ""
        raise config.refused(f"{folder} has the unknown setting {key!r}{hint}", listed(declared), repair)
    if allowed := unfit(declared[key], value):
        setting = declared[key]
        example = near(str(value), setting.enum) or setting.default or (setting.enum or ("",))[0]
        repair = config.set_command(path, example) if example else config.remove_command(path)
        raise config.refused(f"{path} is {shown(value)}", allowed, repair)


def check_mcp_urls(
    config: RawConfig, folders: Mapping[str, ToolFolder], settings: Mapping[str, Mapping[str, str]], problems: Problems
) -> None:
    """Append a problem for each MCP server that a function in AWS would ask without TLS."""
    for name, folder in folders.items():
        url = settings.get(name, {}).get("url", "")
        if folder.mcp and not url.startswith("https://"):
            path = within(within(KEY, name), "url")
            repair = config.set_command(path, ASK, "--plaintext")
            problems.append(str(config.refused(f"{path} is {shown(url)}", "a URL that begins with https://, in AWS", repair)))


def check_tool_secrets(
    config: RawConfig, folders: Mapping[str, ToolFolder], secrets: Mapping[str, Secret | None], problems: Problems
) -> None:
    """Append a problem for each secret that a function of a chosen agent needs and `secrets` doesn't have."""
    for folder in folders.values():
        for name, what in folder.secrets.items():
            if name not in secrets:
                problems.append(
                    str(
                        config.refused(
                            f"{folder.source.needed_by} needs the secret {name}, for the tools of {folder.name}",
                            f"{what.rstrip('.')}, as a secure string or as the ARN of a Secrets Manager secret",
                            enter_command(config, name),
                        )
                    )
                )


def environment(settings: Mapping[str, Any], secret_arns: Mapping[str, Any], sandbox_arn: Any = None) -> dict[str, Any]:
    """Return the environment variables that tell a function its settings, the ARNs of its secrets, and that of the sandbox.

    Empty settings are left out.
    """
    return {
        **({} if sandbox_arn is None else {"SANDBOX_ARN": sandbox_arn}),
        **{f"SETTING_{name.upper()}": value for name, value in settings.items() if value},
        **{f"SECRET_ARN_{name.upper()}": arn for name, arn in secret_arns.items()},
    }
