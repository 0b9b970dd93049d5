"""The page on other languages as it stands: the examples in YAML and TypeScript, deployed from the installed wheel and asked.

Both are on one laptop stack. Nothing but Node.js, npm and Go is there beside the wheel.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.consoles import commands_of, first_difference
from tests.package.conftest import ROOT, Installed
from tests.ports import free_ports

PAGE = ROOT / "docs" / "how-to" / "a-program-in-another-language.md"
EXAMPLES = ("yaml-program", "typescript-program")
NOT_COPIED = shutil.ignore_patterns("node_modules", "sdks", ".build", ".local", "__pycache__")


@pytest.fixture(scope="module")
def variables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    laptop = {"LOCAL_FOLDER": str(tmp_path_factory.mktemp("laptop")), "LOCAL_PORT_BASE": str(free_ports().base)}
    return laptop | {"OLLAMA_HOST": "http://127.0.0.1:1"}


@pytest.fixture(scope="module")
def projects(installed: Installed, variables: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder with copies of the examples."""
    folder = tmp_path_factory.mktemp("projects")
    (ROOT / ".build").mkdir(exist_ok=True)
    for name in EXAMPLES:
        shutil.copytree(ROOT / "examples" / name, folder / name, ignore=NOT_COPIED)
        # What was built here before.
        (folder / name / ".build").symlink_to(ROOT / ".build")
    try:
        yield folder
    finally:
        installed.run("agent", "down", cwd=folder / EXAMPLES[0], variables=variables, check=False)


@pytest.mark.parametrize("program", ["yaml-program/Pulumi.yaml", "typescript-program/index.ts"])
def test_a_program_has_60_lines_or_fewer(program: str) -> None:
    assert len((ROOT / "examples" / program).read_text("utf-8").splitlines()) <= 60


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_page_shows_what_its_commands_print(name: str, installed: Installed, variables: dict[str, str], projects: Path) -> None:
    commands = [*commands_of(PAGE, needs=f"the wheel: {name}")]
    assert [command.text for command in commands] == ["agent ask proof-reader"]
    for command in commands:
        done = installed.run("bash", "-c", command.text, cwd=projects / name, variables=variables, check=False)
        printed = done.stderr + done.stdout
        assert done.returncode == 0, f"{command.text}\n{printed[-6000:]}"
        difference = first_difference(command.shown, printed)
        assert difference is None, f"not printed: {difference}\n{printed[-6000:]}"


def test_wrong_args_are_refused_as_the_page_shows(installed: Installed, variables: dict[str, str], projects: Path) -> None:
    [command] = commands_of(PAGE, needs="the wheel and a wrong folder")
    program = projects / "yaml-program" / "Pulumi.yaml"
    right = program.read_text("utf-8")
    program.write_text(right.replace("lambda/tools/word-counter", "lambda/tools/wrods"), "utf-8")
    try:
        done = installed.run("bash", "-c", command.text, cwd=program.parent, variables=variables, check=False)
    finally:
        program.write_text(right, "utf-8")
    printed = done.stdout + done.stderr
    assert done.returncode != 0
    assert first_difference(command.shown, printed) is None, printed[-6000:]
    assert "Traceback" not in printed


def test_a_program_in_typescript_is_checked_by_the_types_of_the_package(
    installed: Installed, variables: dict[str, str], projects: Path
) -> None:
    folder = projects / "typescript-program"
    program = folder / "index.ts"
    right = program.read_text("utf-8")
    program.write_text(right.replace("systemPrompt:", "systemPromt:"), "utf-8")
    try:
        done = installed.run(str(folder / "node_modules" / ".bin" / "tsc"), "--noEmit", cwd=folder, check=False)
    finally:
        program.write_text(right, "utf-8")
    assert "'systemPromt' does not exist in type 'AgentArgs'" in done.stdout
