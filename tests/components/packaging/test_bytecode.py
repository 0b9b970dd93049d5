"""Bytecode in packages: whose, in which form, and what is said where there is none."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from components.packaging import bytecode
from components.packaging.target import interpreter, running_python
from tests.components.packaging.lambdas import AWS, HOST, Workshop, names, text

HANDLER = {"handler.py": "import greeting\n\n\ndef handler(event, context):\n    return greeting.WORDS\n"}
GREETING = {"greeting/__init__.py": "from greeting.words import WORDS\n", "greeting/words.py": "WORDS = 'hello'\n"}
ONLY = {"build.toml": "bytecode_only = true"}
TAG = sys.implementation.cache_tag


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder that is all there is on PATH; what runs this takes itself for another version than it is."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(bytecode, "running_python", lambda: "3.9")
    return folder


def test_packages_carry_their_source_and_bytecode(workshop: Workshop) -> None:
    package = workshop.build(workshop.source({**HANDLER, "requirements.txt": workshop.wheel("greeting", GREETING)}), HOST)
    assert {f"__pycache__/handler.{TAG}.pyc", "handler.py", "greeting/words.py", f"greeting/__pycache__/words.{TAG}.pyc"} <= set(
        names(package)
    )


def test_packages_are_bytecode_alone_where_build_toml_says_so_and_the_functions_own_code_keeps_its_source(
    workshop: Workshop,
) -> None:
    odd = {**GREETING, "greeting/template.py": "{% template %}\n"}
    package = workshop.build(workshop.source({**HANDLER, **ONLY, "requirements.txt": workshop.wheel("greeting", odd)}), HOST)
    assert [name for name in names(package) if name.startswith("greeting/")] == [
        "greeting/__init__.pyc",
        "greeting/template.py",
        "greeting/words.pyc",
    ]
    assert {"handler.py", f"__pycache__/handler.{TAG}.pyc"} <= set(names(package))
    with zipfile.ZipFile(package.path) as archive:
        archive.extractall(workshop.root / "unpacked")
    run = "import handler; print(handler.handler({}, None))"
    done = subprocess.run(
        [interpreter(), "-S", "-c", run], cwd=workshop.root / "unpacked", capture_output=True, text=True, check=True
    )
    assert done.stdout == "hello\n"


def test_a_python_of_the_functions_version_on_path_compiles_for_another_one(workshop: Workshop, elsewhere: Path) -> None:
    (elsewhere / f"python{running_python()}").symlink_to(interpreter())
    source = workshop.source({**HANDLER, **ONLY, "requirements.txt": workshop.wheel("greeting", GREETING)})
    packaged = names(workshop.build(source, HOST))
    assert [name for name in packaged if name.startswith("greeting/")] == ["greeting/__init__.pyc", "greeting/words.pyc"]
    assert bytecode.hint(source, HOST) is None


@pytest.mark.parametrize("launcher", ["exit 127", "echo 3.99.1", f'exec {interpreter()} -c "print(1)"'])
def test_a_launcher_that_is_not_that_python_is_not_asked_to_compile(workshop: Workshop, elsewhere: Path, launcher: str) -> None:
    program = elsewhere / f"python{running_python()}"
    program.write_text(f"#!/bin/sh\n{launcher}\n")
    program.chmod(0o755)
    source = workshop.source({**HANDLER, **ONLY, "requirements.txt": workshop.wheel("greeting", GREETING)})
    assert bytecode.compiler(HOST) == "none"
    packaged = names(workshop.build(source, HOST))
    assert [name for name in packaged if name.startswith("greeting/")] == ["greeting/__init__.py", "greeting/words.py"]


def test_a_package_without_bytecode_is_built_and_the_build_says_what_would_help(workshop: Workshop, elsewhere: Path) -> None:
    package = workshop.build(workshop.source(HANDLER), AWS)
    assert text(package, "handler.py") == HANDLER["handler.py"]
    assert not [name for name in names(package) if name.endswith(".pyc")]
    [said] = [line for line in workshop.said if "bytecode" in line]
    assert said.startswith("adder gets no bytecode, which doubles the time of its cold starts: only Python 3.13 can make it")
    assert said.endswith("install it so that python3.13 is on PATH")


def test_bytecode_made_here_is_marked_by_the_python_that_made_it() -> None:
    assert bytecode.compiler(HOST).startswith(f"cpython {TAG} final {running_python()}.")
