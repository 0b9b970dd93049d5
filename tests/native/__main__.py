"""Runs each language's own tests or linters: `python -m tests.native tests|checks [LANGUAGE …]`.

A module of this folder for each language says the commands, and puts in place what they need. All of them run, one after another,
whatever fails; what a command prints is shown only where it fails. Ends with 1 if any did. pytest runs the same tests, as those of
test_languages.py; `make check` runs the checks.
"""

import argparse
import importlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from types import ModuleType

from components.packaging.package import TOOLCHAINS
from tests.native.command import Command

LANGUAGES = tuple(TOOLCHAINS)

Run = Callable[[Command], tuple[bool, str]]


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.native", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("what", choices=("tests", "checks"))
    parser.add_argument("languages", nargs="*", metavar="LANGUAGE", help=f"{', '.join(LANGUAGES)}; default: all")
    given = parser.parse_args(argv)
    if unknown := [language for language in given.languages if language not in LANGUAGES]:
        parser.error(f"there is no language {', '.join(unknown)}; there are: {', '.join(LANGUAGES)}")
    languages = given.languages or LANGUAGES
    for language in languages:
        stage(language)
    return run_all([command for language in languages for command in getattr(module_of(language), given.what)()])


def module_of(language: str) -> ModuleType:
    return importlib.import_module(f"tests.native.{language}")


def stage(language: str) -> None:
    """Puts in place what its commands need."""
    if hasattr(module_of(language), "stage"):
        module_of(language).stage()


def run_all(commands: Iterable[Command], run: Run | None = None, say: Callable[[str], None] = print) -> int:
    """The exit code. Says each command before it runs and how it ended, and at the end how many passed and failed."""
    passed, failed = 0, []
    for command in commands:
        say(f"── {command.title}")
        started = time.monotonic()
        good, output = (run or run_one)(command)
        seconds = f"{time.monotonic() - started:.1f} s"
        if good:
            passed += 1
            say(f"   ok, {seconds}")
        else:
            failed.append(command.title)
            say(f"{output.rstrip()}\n   FAILED, {seconds}")
    for title in failed:
        say(f"FAILED {title}")
    say(f"{passed} passed, {len(failed)} failed")
    return 1 if failed else 0


def run_one(command: Command) -> tuple[bool, str]:
    """Whether it ended well, and all that it printed."""
    try:
        done = subprocess.run(
            command.arguments,
            cwd=command.folder,
            env={**os.environ, **command.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError as missing:
        return False, f"{missing.filename} isn't on this machine. The README says what each language needs."
    return done.returncode == 0, done.stdout


if __name__ == "__main__":
    # Else a terminal that is a pipe sees nothing before the end.
    sys.stdout.reconfigure(line_buffering=True)
    sys.exit(main(sys.argv[1:]))
