"""Find the agents that the files of a package declare.

A file declares one agent and has its name: `agents/google_maps.py` declares `google-maps`. A file without an agent holds what
several declarations share. No file is imported before the agents are first used.
"""

import importlib
import pkgutil
import traceback
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from agents.errors import DeclarationError

if TYPE_CHECKING:
    # What a declaration needs takes a command 0.2 s to import.
    from agents.declaration import Agent


class AgentFileError(DeclarationError):
    """An agent can't be used because of its file. The message names the file and what is wrong in it."""


class Agents(Mapping[str, "Agent"]):
    """The agents of a package by name, in alphabetical order.

    A file that can't be imported is listed by its own name. Asking for that agent raises AgentFileError. The other agents can be
    used.
    """

    def __init__(self, package: str, folder: Path) -> None:
        self._package, self._folder = package, folder

    def __getitem__(self, name: str) -> "Agent":
        found = self._found[name]
        if not isinstance(found, AgentFileError):
            return found
        # A new exception each time, because one that is raised again grows its traceback.
        raise AgentFileError(str(found)) from found.__cause__

    def __contains__(self, name: object) -> bool:
        return name in self._found

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    @property
    def usable(self) -> "dict[str, Agent]":
        """Return the agents that can be used, by name."""
        return {name: found for name, found in self._found.items() if not isinstance(found, AgentFileError)}

    @property
    def broken(self) -> dict[str, str]:
        """Return what is wrong with each agent that can't be used, by name."""
        return {name: str(found) for name, found in self._found.items() if isinstance(found, AgentFileError)}

    @cached_property
    def _found(self) -> "dict[str, Agent | AgentFileError]":
        files = sorted(module.name for module in pkgutil.iter_modules([str(self._folder)]))
        found = {_name_of(file): self._read(file, files) for file in files}
        return {name: one for name, one in sorted(found.items()) if one is not None}

    def _read(self, file: str, files: list[str]) -> "Agent | AgentFileError | None":
        """Return the agent of a file, or the error of a wrong file. Return None for a file that declares no agent."""
        try:
            module = importlib.import_module(f"{self._package}.{file}")
            return self._declared_in(module, file, files)
        except AgentFileError as wrong:
            return wrong
        except Exception as wrong:  # whatever an import raises, the other agents can be used
            error = AgentFileError(f"{self._shown(file)}{_line_in(wrong, file)}: {_in_words(wrong)}")
            error.__cause__ = wrong
            return error

    def _declared_in(self, module: ModuleType, file: str, files: list[str]) -> "Agent | None":
        from agents.declaration import Agent

        agents = {value.name: value for value in vars(module).values() if isinstance(value, Agent)}
        # A file may import an agent in order to vary it. That agent is declared in a file of its own.
        others = [name for name in agents if name != _name_of(file) and name.replace("-", "_") not in files]
        if others:
            own = f"{self._package}/{others[0].replace('-', '_')}.py"
            raise AgentFileError(
                f"{self._shown(file)} declares the agent {others[0]!r}: a file has the name of its one agent, "
                f"so declare it in {own}, or name it {_name_of(file)!r}"
            )
        return agents.get(_name_of(file))

    def _shown(self, file: str) -> str:
        return f"{self._package}/{file}.py"


def _name_of(file: str) -> str:
    return file.replace("_", "-")


def _line_in(error: Exception, file: str) -> str:
    """Return the line of the file that raised the error, as `, line 7`. Return an empty text if no line of it did."""
    frames = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).stem == file]
    line = error.lineno if isinstance(error, SyntaxError) and Path(error.filename or "").stem == file else (frames or [None])[-1]
    return f", line {line}" if line else ""


def _in_words(error: Exception) -> str:
    if isinstance(error, DeclarationError):
        return str(error)
    return f"{type(error).__name__}: {error.msg if isinstance(error, SyntaxError) else error}"
