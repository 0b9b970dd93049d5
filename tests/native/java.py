"""The tests and linters of the code in Java: the toolkit, each tool function in Java, the toolkit's template and the tools of the
conformance suite.

All of them run in a staged copy: the last two refer to the toolkit from the place that they are built in, and Maven leaves nothing
in the folders that people work in. The compiler's warnings are errors (parent.xml), and spotless compares with the layout of
palantir-java-format: `mvn spotless:apply` in a folder makes it.
"""

import shutil
import sys
from pathlib import Path

from components.packaging import java_lock, java_maven
from components.packaging.package import ROOT
from tests.native.command import Command

_STAGED = ROOT / ".build" / "native-java"
_TOOLKIT = Path("lambda/toolkit/java")

# Without colours and progress; quiet but for what fails.
_QUIETLY = ("--batch-mode", "--no-transfer-progress")
# By its whole name: for a short one Maven looks among all plugins, and fetches these.
_GOALS = {"spotless:check": "com.diffplug.spotless:spotless-maven-plugin:check"}


def stage() -> None:
    """Compiled classes stay there from run to run."""
    for name, place in _projects().items():
        _stage(ROOT / name, place)


def tests() -> list[Command]:
    return [_maven("test", name, folder) for name, folder in _projects().items() if (ROOT / name / "src/test").is_dir()]


def checks() -> list[Command]:
    return [_maven("test-compile spotless:check", name, folder) for name, folder in _projects().items()]


def _maven(goals: str, name: str, folder: Path) -> Command:
    locks = [ROOT / _TOOLKIT / java_lock.SHARED, ROOT / name / java_lock.LOCK]
    checked = (sys.executable, java_maven.__file__, *(str(lock) for lock in locks if lock.is_file()), "--")
    return Command(f"mvn {goals} {name}", folder, (*checked, *_QUIETLY, *(_GOALS.get(goal, goal) for goal in goals.split())))


def _projects() -> dict[str, Path]:
    """By what a person calls them, where they can be built."""
    tools = [path.parent.relative_to(ROOT) for path in sorted(ROOT.glob("lambda/tools/*/pom.xml"))]
    folders = {
        _TOOLKIT: _TOOLKIT,
        **{tool: tool for tool in tools},
        _TOOLKIT / "template": Path("lambda/tools/my-tool"),
        Path("tests/conformance/tools/java"): Path("lambda/tools/conformance"),
    }
    return {folder.as_posix(): _STAGED / place for folder, place in folders.items()}


def _stage(folder: Path, place: Path) -> None:
    for left in place.glob("*"):
        if left.name != "target":
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    shutil.copytree(folder, place, ignore=shutil.ignore_patterns("target", "template"), dirs_exist_ok=True)
