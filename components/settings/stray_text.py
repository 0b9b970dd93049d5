"""Finds values that YAML or a person spoilt: a date that became a time, a number by base 8, and spaces at an end."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from components.settings.paths import within
from components.settings.raw_config import Problems, RawConfig

# Pulumi reads an unquoted date of YAML as a time, and hands it on in this form.
_DATE = re.compile(r"(\d{4}-\d\d-\d\d) 00:00:00 \+0000 UTC")

# A model's own texts: a stop sequence may be a space.
_AS_IT_IS = re.compile(r"llm\.targets\[\d+\]\.params\b")


def without_stray_text(config: RawConfig, problems: Problems) -> RawConfig:
    """Return the configuration with such texts mended, so that each of them is one problem. Append the problems.

    `secrets` stays as it is, because no message may repeat a secret.
    """
    mended = dict(config.values)
    for key in sorted(config.values):
        namespace, _, name = key.partition(":")
        if (namespace != config.project or name == "secrets") and key != "aws:region":
            continue
        path = name if namespace == config.project else key
        right = _mended(config, path, config.value(key), problems)
        mended[key] = right if isinstance(right, str) else json.dumps(right)
    for path, written in config.file.octal:
        given = f"{path} is {written}, which YAML reads as {int(written, 8)}, by base 8"
        # A tag is a text, so its zeros were meant.
        is_tag = path.startswith("tags")
        allowed = f"the text {written!r} in quotes" if is_tag else "a number that doesn't begin with 0"
        problems.append(str(config.refused(given, allowed, config.set_command(path, written if is_tag else int(written)))))
    return replace(config, values=mended)


def _mended(config: RawConfig, path: str, value: Any, problems: Problems) -> Any:
    if isinstance(value, dict):
        return {name: _mended(config, within(path, name), entry, problems) for name, entry in value.items()}
    if isinstance(value, list):
        return [_mended(config, within(path, at), entry, problems) for at, entry in enumerate(value)]
    if not isinstance(value, str):
        return value
    for given, right in _spoilt(path, value):
        problems.append(str(config.refused(f"{path} is {given}", f"the text {right!r}", config.set_command(path, right))))
        return right
    return value


def _spoilt(path: str, text: str) -> Iterator[tuple[str, str]]:
    if date := _DATE.fullmatch(text):
        yield f"the date {date[1]} without quotes, which YAML makes a time of", date[1]
    elif text != text.strip() != "" and not _AS_IT_IS.match(path):
        yield f"{text!r}, with spaces at an end", text.strip()
