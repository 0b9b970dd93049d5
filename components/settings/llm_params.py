"""Reads the parameters of a target, and checks their names and values."""

import json
from functools import partial
from typing import Any

from components.llm_catalog import parameters as kinds
from components.llm_catalog.catalog import Provider, kind, near
from components.settings.raw_config import Problems, RawConfig, SettingsError, listed, number


def read_params(config: RawConfig, path: str, given: Any, provider: Provider, problems: Problems) -> dict[str, Any]:
    """Return the parameters. Append what is wrong with them to `problems`.

    A number that `pulumi config set --path` stored as text becomes a number.
    """
    if not isinstance(given, dict):
        # The message doesn't repeat the value: somebody may have put a key here.
        problems.append(
            str(
                config.refused(
                    f"{path} is not an object",
                    f"an object of {listed(provider.params)}",
                    config.set_command(f"{path}.max_tokens", "4096"),
                )
            )
        )
        return {}
    return {name: problems.caught(partial(_param, config, path, name, value, provider)) for name, value in given.items()}


def _param(config: RawConfig, path: str, name: str, value: Any, provider: Provider) -> Any:
    if name not in provider.params:
        raise _unknown(config, path, name, value, provider)
    found = _as(kind(name), value)
    if found is None:
        raise config.refused(
            f"{path}.{name} is {_shown(value)}",
            kind(name),
            config.set_command(f"{path}.{name}{_WITHIN.get(kind(name), '')}", _EXAMPLES[kind(name)]),
        )
    return found


def _unknown(config: RawConfig, path: str, name: str, value: Any, provider: Provider) -> SettingsError:
    meant = near(name, provider.params)
    repair = config.remove_command(f"{path}.{name}")
    if meant and number(value) is not None:
        repair += f" && {config.set_command(f'{path}.{meant}', str(value))}"
    why = f" ({kinds.LEFT_OUT[name]})" if name in kinds.LEFT_OUT else f" ({meant}?)" if meant else ""
    return config.refused(
        f"{path} has {name!r}{why}, which a target of {provider.name} can't have", listed(provider.params), repair
    )


# `pulumi config set` can't set a whole object or list, only an entry of it.
_WITHIN = {kinds.LIST: "[0]", kinds.OBJECT: ".<name>"}
_EXAMPLES = {
    kinds.COUNT: "4096",
    kinds.INTEGER: "1",
    kinds.NUMBER: "0.5",
    kinds.TEXT: "…",
    kinds.TRUTH: "true",
    kinds.LIST: "…",
    kinds.OBJECT: "…",
    kinds.TEXT_OR_LIST: "…",
}


def _as(wanted: str, value: Any) -> Any:
    """Return the value as the wanted kind, or None if it isn't of that kind."""
    if wanted in (kinds.COUNT, kinds.INTEGER, kinds.NUMBER):
        found = number(value)
        if found is None or (wanted == kinds.COUNT and found < 1) or (wanted != kinds.NUMBER and not found.is_integer()):
            return None
        return int(found) if found.is_integer() else found
    if wanted == kinds.TRUTH:
        return value if isinstance(value, bool) else None
    of_kind: dict[str, tuple[type, ...]] = {
        kinds.TEXT: (str,),
        kinds.LIST: (list,),
        kinds.OBJECT: (dict,),
        kinds.TEXT_OR_LIST: (str, list),
    }
    types = of_kind[wanted]
    return value if isinstance(value, types) and value else None


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:40]}…"
