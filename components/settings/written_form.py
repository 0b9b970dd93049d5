"""Refuses the form in which values stand in `Pulumi.<stack>.yaml`: encrypted ones that are no secrets, and JSON in a text."""

import json
from dataclasses import replace
from typing import Any

from components.settings.paths import steps, within
from components.settings.raw_config import ASK, Problems, RawConfig
from components.settings.secrets import KEY as SECRETS


def without_encrypted(config: RawConfig, problems: Problems) -> RawConfig:
    """Return the configuration without encrypted values that are no secrets, so that no message repeats one. Append the problems.

    They would stand in plain text in an environment variable or a tag.
    """
    ours = {key.partition(":")[2] for key in config.secret_keys if key.startswith(f"{config.project}:")} - {SECRETS}
    values = dict(config.values)
    for key in sorted(ours):
        paths = [path for path in config.file.encrypted if steps(path)[0] == key] or [key]
        whole = config.value(key)
        for path in reversed(paths):
            what = f"{path} is encrypted, and it would be readable in AWS"
            problems.append(str(config.refused(what, "encrypted values in secrets alone", config.remove_command(path))))
            whole = _without(whole, steps(path)[1:])
        if whole is None:
            del values[f"{config.project}:{key}"]
        else:
            values[f"{config.project}:{key}"] = whole if isinstance(whole, str) else json.dumps(whole)
    return replace(config, values=values)


def _without(value: Any, found: list[str | int]) -> Any:
    if not found:
        return None
    step, *rest = found
    if isinstance(value, dict):
        return {key: _without(entry, rest) if key == step else entry for key, entry in value.items() if rest or key != step}
    return [_without(entry, rest) if at == step else entry for at, entry in enumerate(value) if rest or at != step]


def texts_as_objects(config: RawConfig) -> list[str]:
    """Return a problem for each object or list that stands as JSON in a text.

    Such a text is right by itself. But a command for one of its entries would replace the whole of it.
    """
    problems = []
    for key in sorted(config.file.texts):
        value = config.value(key)
        if not isinstance(value, str) and value:
            asked = [config.set_command(within(key, name), ASK, "--secret") for name in value] if key == SECRETS else None
            repair = " && ".join([config.remove_command(key), *asked]) if asked else config.replace_command(key, value)
            what = f"{key} stands as JSON in a text, and the other commands need its entries"
            problems.append(str(config.refused(what, "its entries in YAML", repair)))
    return problems
