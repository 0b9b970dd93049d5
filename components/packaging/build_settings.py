"""The settings of a Lambda's build, in an optional `build.toml` in its folder:

exclude = ["litellm/proxy/*"]      # globs of files of its packages to leave out. `*` crosses folders
keep = ["litellm/proxy/utils.py"]  # globs of files to keep although `exclude` matches them
left_out_list = "left_out.txt"     # file of the package that lists the modules that `exclude` removed
bytecode_only = true               # packages without their source, if the build has the Python that will run them

[prepare]                          # see prepare.py
reads = ["database/tables.py"]
packages_for_python = "3.12"
"""

import tomllib
from dataclasses import dataclass
from typing import Any

from components.packaging.errors import BuildError


@dataclass(frozen=True)
class BuildSettings:
    exclude: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    left_out_list: str | None = None
    bytecode_only: bool = False
    prepare_reads: tuple[str, ...] = ()
    packages_for_python: str | None = None


def read_build_settings(name: str, text: str) -> BuildSettings:
    """Return the settings in the text of a `build.toml`.

    name: the name of the file, for errors.

    Raises BuildError.
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise BuildError(f"{name} is not TOML: {wrong}") from wrong
    prepare = given.get("prepare", {})
    _refuse_unknown(name, given, "exclude", "keep", "left_out_list", "bytecode_only", "prepare")
    _refuse_unknown(f"{name} [prepare]", prepare, "reads", "packages_for_python")
    bytecode_only = given.get("bytecode_only", False)
    if not isinstance(bytecode_only, bool):
        raise BuildError(f"{name}: bytecode_only is {bytecode_only!r}; allowed are true and false")
    return BuildSettings(
        exclude=_globs(name, given, "exclude"),
        keep=_globs(name, given, "keep"),
        left_out_list=_text(name, given, "left_out_list", "left_out.txt"),
        bytecode_only=bytecode_only,
        prepare_reads=_globs(name, prepare, "reads"),
        packages_for_python=_text(name, prepare, "packages_for_python", "3.12"),
    )


def _refuse_unknown(name: str, given: Any, *known: str) -> None:
    if not isinstance(given, dict) or given.keys() - set(known):
        raise BuildError(f"{name} holds {given!r}; allowed are {', '.join(known)}")


def _globs(name: str, given: dict[str, Any], key: str) -> tuple[str, ...]:
    globs = given.get(key, [])
    if not isinstance(globs, list) or not all(isinstance(glob, str) for glob in globs):
        raise BuildError(f"{name}: {key} is {globs!r}; allowed is a list of globs")
    return tuple(globs)


def _text(name: str, given: dict[str, Any], key: str, example: str) -> str | None:
    text = given.get(key)
    if not isinstance(text, str | None):
        raise BuildError(f'{name}: {key} is {text!r}; allowed is a text like "{example}"')
    return text
