"""The programs that the tools' languages need, and those that this machine lacks."""

import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from components.packaging import go, java, java_lock, rust, typescript
from components.packaging.commands import Program, version_on_path

PROGRAMS: dict[str, tuple[Program, ...]] = {
    "typescript": (typescript.NODE, typescript.NPM),
    "rust": (rust.RUSTC, rust.CARGO),
    "java": (java.JAVAC, java_lock.MAVEN),
    "go": (go.GO,),
}
"""The programs besides Python that build a language's tools."""

C_COMPILER = Program("cc", (0,), "--version", "Install a C compiler (Debian: apt-get install gcc; macOS: xcode-select --install).")


@dataclass(frozen=True)
class Finding:
    """One program that is needed."""

    program: str
    needed: str
    """The version that is needed, like `1.89 or newer`."""
    found: str
    """The version on this machine. Empty if there is none."""
    needed_by: str
    remedy: str
    """How to install the program. Empty if the found version is new enough."""


def languages_of(agents: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Return the agents that need a language, by language.

    agents: the languages of an agent's tools, by its name.
    """
    found: dict[str, list[str]] = {language: [] for language in PROGRAMS}
    for agent, languages in agents.items():
        for language in languages:
            if language in found:
                found[language].append(agent)
    return {language: names for language, names in found.items() if names}


def findings(
    needed: Mapping[str, list[str]], version_of: Callable[[Program], str | None] = version_on_path, tests: bool = True
) -> list[Finding]:
    """Look for the programs of each language.

    needed: the agents that need a language, by language.
    tests: whether to look also for those of `make test`, which a person's own project doesn't have.
    """
    found = [
        _finding(program, ", ".join(agents), version_of) for language, agents in needed.items() for program in PROGRAMS[language]
    ]
    return [*found, _finding(C_COMPILER, "make test, for a real model", version_of)] if tests else found


def _finding(program: Program, needed_by: str, version_of: Callable[[Program], str | None]) -> Finding:
    found = version_of(program)
    fits = found is not None and tuple(map(int, found.split("."))) >= program.oldest
    oldest = ".".join(map(str, program.oldest))
    needed = "any" if program.oldest == (0,) else f"{oldest} or newer"
    return Finding(program.name, needed, found or "", needed_by, "" if fits else program.install)


def pulumi() -> Finding:
    """Look for the Pulumi CLI. `agent up` gets it if it is missing."""
    from local.pulumi_cli.find import OLDEST, installed_pulumi, version_of

    needed = f"{'.'.join(map(str, OLDEST))} or newer"
    if installed := installed_pulumi():
        return Finding("pulumi", needed, ".".join(map(str, version_of(str(installed)))), "everything", "")
    how = "by agent up" if shutil.which("go") else "by agent up, if the network allows it"
    return Finding("pulumi", needed, f"is downloaded or built {how}", "everything", "")
