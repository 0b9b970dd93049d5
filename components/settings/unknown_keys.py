"""Refuses keys that nobody reads: misspelt ones, and those that stand in the wrong place."""

import re
from collections.abc import Iterable
from typing import Any

from agents.tools_json.file import tool_folder_names
from components.llm_catalog.catalog import kinds, near
from components.settings import keys
from components.settings.credentials import is_credential, may_be_shown
from components.settings.paths import steps, within
from components.settings.raw_config import ASK, Problems, RawConfig, SettingsError, listed


def refuse_unknown(config: RawConfig, path: str, given: dict[str, Any], known: Iterable[str], problems: Problems) -> None:
    """Append a problem for each unknown key of the object at `path`.

    path: empty for the settings of the stack themselves.
    """
    allowed = tuple(known)
    problems.extend(str(_unknown(config, path, name, value, allowed)) for name, value in given.items() if name not in allowed)


def _unknown(config: RawConfig, path: str, name: str, value: Any, known: tuple[str, ...]) -> SettingsError:
    old = within(path, name) if path else name
    what = f"{path} has the unknown key {name!r}" if path else f"there is no setting {name!r}"
    meant = near(name, known)
    here = within(path, meant) if path and meant else meant
    new = here or home(path, name) if path else home(path, name) or here
    if new:
        return config.refused(f"{what} ({new}?)", listed(known), moved(config, old, new, value))
    if is_credential(name) and isinstance(value, str):
        what = f"{what}, and keys belong to secrets"
    return config.refused(what, listed(known), config.remove_command(old))


def moved(config: RawConfig, old: str, new: str, value: Any) -> str:
    """Return the commands that move a value to the path where it belongs. No command repeats what may be a key."""
    if new == "secrets" or new.startswith(("secrets.", "secrets[")):
        names = [within(new, name) for name in value] if isinstance(value, dict) else []
        return " && ".join([config.remove_command(old), *(config.set_command(each, ASK, "--secret") for each in names)])
    if not may_be_shown(str(steps(new)[-1]), value) or config.is_secret(str(steps(old)[0])):
        return config.remove_command(old)
    return config.move_command(old, new, value)


def home(path: str, name: str) -> str | None:
    """Return the path at which a setting of this name is read, or None if there is none.

    path: the object in which somebody looked for it.
    """
    target = path if re.fullmatch(r"llm\.targets\[\d+\]", path) else "llm.targets[0]"
    in_target = [(f"{target}.", keys.TARGET), (f"{target}.params.", tuple(kinds()))]
    places = [("", keys.STACK), ("llm.", keys.LLM), *in_target, ("aws:", keys.OF_AWS), ("tools.", tuple(tool_folder_names()))]
    found = ((where, near(name, names, 1)) for where, names in places)
    return next((f"{where}{meant}" for where, meant in found if meant), None)
