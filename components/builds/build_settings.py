"""What a Lambda's folder may say of its own build, in an optional `build.toml`:

exclude = ["litellm/proxy/*"]      # globs of files of its packages to leave out; `*` crosses folders

[prepare]                          # see prepare.py
reads = ["database/tables.py"]
packages_for_python = "3.12"
"""

import tomllib
from dataclasses import dataclass
from typing import Any

from components.builds.errors import BuildError


@dataclass(frozen=True)
class BuildSettings:
    exclude: tuple[str, ...] = ()
    prepare_reads: tuple[str, ...] = ()
    packages_for_python: str | None = None


def read_build_settings(name: str, text: str) -> BuildSettings:
    """name: of the file, for errors. Raises BuildError."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise BuildError(f"{name} is not TOML: {wrong}") from wrong
    prepare = given.get("prepare", {})
    _refuse_unknown(name, given, "exclude", "prepare")
    _refuse_unknown(f"{name} [prepare]", prepare, "reads", "packages_for_python")
    python = prepare.get("packages_for_python")
    if not isinstance(python, str | None):
        raise BuildError(f'{name}: packages_for_python is {python!r}; allowed is a text like "3.12"')
    return BuildSettings(_globs(name, given, "exclude"), _globs(name, prepare, "reads"), python)


def _refuse_unknown(name: str, given: Any, *known: str) -> None:
    if not isinstance(given, dict) or given.keys() - set(known):
        raise BuildError(f"{name} holds {given!r}; allowed are {', '.join(known)}")


def _globs(name: str, given: dict[str, Any], key: str) -> tuple[str, ...]:
    globs = given.get(key, [])
    if not isinstance(globs, list) or not all(isinstance(glob, str) for glob in globs):
        raise BuildError(f"{name}: {key} is {globs!r}; allowed is a list of globs")
    return tuple(globs)
