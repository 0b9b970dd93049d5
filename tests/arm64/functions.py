"""Packages for AWS on arm64, each run by the emulator as Lambda runs it.

In AWS the managed runtime starts a function. Here a script in the package does, with the runtime's client of the laptop's packages.
"""

import zipfile
from collections.abc import Callable
from pathlib import Path

from components.packaging.cache import Cache
from components.packaging.package import CACHE, Package, build
from components.packaging.source import Source
from components.packaging.target import Target
from local.built_function import BuiltFunction, build_for_this_machine
from tests.arm64.machine import Machine

SECONDS = 1200
"""For one invocation, the start of the process included. An emulated start takes a hundred times as long as a real one."""
MEMORY_MB = 2048

FIRST = "ARM64_FIRST"
"""The variable with Python code that runs before a function in Python."""

_PYTHON = """\
#!/bin/sh
export PYTHONPATH="$LAMBDA_TASK_ROOT:{packages}" PYTHONNOUSERSITE=1 PYTHONDONTWRITEBYTECODE=1
exec {python} -S -c "
import os, runpy, sys
exec(os.environ.get('{first}', ''))
# A child process gets the emulator too.
sys.executable = '{python_script}'
sys.argv[0] = 'awslambdaric'
runpy.run_module('awslambdaric', run_name='__main__', alter_sys=True)" "$_HANDLER"
"""
_NODE = """\
#!/bin/sh
export AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true
exec {node} {runtime}/runtime.js
"""
_JAVA = """\
#!/bin/sh
exec {java} -Xmx{megabytes}m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xshare:off \\
  -cp "$LAMBDA_TASK_ROOT:$LAMBDA_TASK_ROOT/lib/*:{runtime}/runtime/*" \\
  com.amazonaws.services.lambda.runtime.api.client.AWSLambda "$_HANDLER"
"""
_PROGRAM = """\
#!/bin/sh
exec {program}
"""


def start(
    name: str, folder: Path, language: str, machine: Machine, place: Path, endpoint_url: str, environment: dict[str, str]
) -> BuiltFunction:
    """Build a function for AWS on arm64, and return it, ready to be invoked.

    place: an empty folder. Raises BuildError, and MissingToolError where this machine can't build for arm64.
    """
    package = build(Source(name, folder, language, "make test-arm64", name != "call-llm"), Target("aws", "arm64"), _cache())
    function = BuiltFunction(package, place, endpoint_url, MEMORY_MB, environment, SECONDS)
    script = _SCRIPTS[language](package, machine, place, name, folder)
    (place / "task" / "bootstrap").write_text(script)
    (place / "task" / "bootstrap").chmod(0o755)
    return function


def _python(package: Package, machine: Machine, place: Path, name: str, folder: Path) -> str:
    script = place / "python"
    script.write_text(f'#!/bin/sh\nexec {machine.command(machine.python)} "$@"\n')
    script.chmod(0o755)
    return _PYTHON.format(first=FIRST, packages=machine.packages, python=machine.command(machine.python), python_script=script)


def _node(package: Package, machine: Machine, place: Path, name: str, folder: Path) -> str:
    runtime = _runtime_of(name, folder, "typescript", place, lambda file: file == "runtime.js")
    return _NODE.format(node=machine.command(machine.node), runtime=runtime)


def _java(package: Package, machine: Machine, place: Path, name: str, folder: Path) -> str:
    runtime = _runtime_of(name, folder, "java", place, lambda file: file.startswith("runtime/"))
    return _JAVA.format(java=machine.command(machine.java), runtime=runtime, megabytes=MEMORY_MB * 60 // 100)


def _program(package: Package, machine: Machine, place: Path, name: str, folder: Path) -> str:
    program = place / "task" / "bootstrap"
    program.rename(place / "program")
    return _PROGRAM.format(program=machine.command(place / "program"))


_SCRIPTS: dict[str, Callable[[Package, Machine, Path, str, Path], str]] = {
    "python": _python,
    "typescript": _node,
    "java": _java,
    "go": _program,
    "rust": _program,
}


def _runtime_of(name: str, folder: Path, language: str, place: Path, is_runtime: Callable[[str], bool]) -> Path:
    """Return a folder with the runtime's client, which the package for this machine holds and which runs on every processor."""
    package = build_for_this_machine(name, folder, language, "make test-arm64")
    runtime = place / "runtime"
    with zipfile.ZipFile(package.path) as archive:
        archive.extractall(runtime, [file for file in archive.namelist() if is_runtime(file)])
    return runtime


def _cache() -> Cache:
    CACHE.mkdir(parents=True, exist_ok=True)
    return Cache(CACHE, print)
