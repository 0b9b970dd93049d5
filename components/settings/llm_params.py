"""Reads the parameters of a target, and checks their names and values."""

from functools import partial
from typing import Any

from components.llm_catalog import parameters as kinds
from components.llm_catalog import ranges
from components.llm_catalog.catalog import Provider, kind, near
from components.settings import keys
from components.settings.paths import within
from components.settings.raw_config import ASK, Problems, RawConfig, SettingsError, listed, number, shown, truth
from components.settings.region import known_regions


def read_params(config: RawConfig, path: str, given: Any, provider: Provider, problems: Problems) -> dict[str, Any]:
    """Return the parameters. Append what is wrong with them to `problems`.

    A number or a boolean that stands as text becomes a number or a boolean.
    """
    if given is None:
        return {}
    if not isinstance(given, dict):
        problems.append(str(_no_object(config, path, given, provider)))
        return {}
    return {name: problems.caught(partial(_param, config, path, name, value, provider)) for name, value in given.items()}


def _no_object(config: RawConfig, path: str, given: Any, provider: Provider) -> SettingsError:
    # The message doesn't repeat the value: somebody may have put a key here. The command repeats known parameters alone.
    written = [entry for entry in given if isinstance(entry, dict)] if isinstance(given, list) else []
    known = {name: value for entry in written for name, value in entry.items() if name in provider.params}
    repair = config.replace_command(path, known)
    return config.refused(f"{path} is not an object", f"an object of {listed(provider.params)}", repair)


def _param(config: RawConfig, path: str, name: str, value: Any, provider: Provider) -> Any:
    if name not in provider.params:
        raise _unknown(config, path, name, value, provider)
    at, wanted = within(path, name), kind(name)
    found = _as(wanted, value)
    if found is None:
        raise config.refused(f"{at} is {shown(value)}", wanted, _repair(config, at, wanted, value, name))
    if name == "aws_region_name" and found not in known_regions():
        meant = near(found, known_regions()) or known_regions()[0]
        raise config.refused(f"{at} is {shown(value)}", f"a region of AWS, like {meant}", config.set_command(at, meant))
    if isinstance(found, int | float) and not ranges.fits(provider.name, name, found):
        raise config.refused(
            f"{at} is {shown(value)}",
            f"{ranges.in_words(provider.name, name)} at {provider.name}",
            config.set_command(at, ranges.nearest(provider.name, name, found)),
        )
    return found


def _repair(config: RawConfig, path: str, wanted: str, value: Any, name: str) -> str:
    if wanted in _EXAMPLES:
        return config.set_command(path, _EXAMPLES[wanted])
    if wanted == kinds.LIST and isinstance(value, dict):
        return config.replace_command(path, [value])
    # An empty text or object says no more than none.
    return config.remove_command(path) if not value or wanted in (kinds.LIST, kinds.OBJECT) else config.set_command(path, ASK)


def _unknown(config: RawConfig, path: str, name: str, value: Any, provider: Provider) -> SettingsError:
    old, meant = within(path, name), near(name, provider.params)
    elsewhere = within(path.removesuffix(".params"), name) if name in keys.TARGET else None
    repair = config.remove_command(old)
    if meant and number(value) is not None:
        repair = config.move_command(old, within(path, meant), value)
    hint = kinds.LEFT_OUT.get(name) or (f"{meant}?" if meant else f"{elsewhere}?" if elsewhere else "")
    return config.refused(
        f"{path} has {name!r}{f' ({hint})' if hint else ''}, which a target of {provider.name} can't have",
        listed(provider.params),
        repair,
    )


_EXAMPLES: dict[str, float] = {kinds.COUNT: 4096, kinds.INTEGER: 1, kinds.NUMBER: 0.5, kinds.TRUTH: True}


def _as(wanted: str, value: Any) -> Any:
    """Return the value as the wanted kind, or None if it isn't of that kind."""
    if wanted in (kinds.COUNT, kinds.INTEGER, kinds.NUMBER):
        found = number(value)
        if found is None or (wanted == kinds.COUNT and found < 1) or (wanted != kinds.NUMBER and not found.is_integer()):
            return None
        return int(found) if found.is_integer() else found
    if wanted == kinds.TRUTH:
        return truth(value)
    if wanted in (kinds.TEXT, kinds.TEXT_OR_LIST) and isinstance(value, int | float) and not isinstance(value, bool):
        # `pulumi config set --path` makes a number of a text like 12.
        return str(value)
    of_kind: dict[str, tuple[type, ...]] = {
        kinds.TEXT: (str,),
        kinds.LIST: (list,),
        kinds.OBJECT: (dict,),
        kinds.TEXT_OR_LIST: (str, list),
    }
    return value if isinstance(value, of_kind[wanted]) and value else None
