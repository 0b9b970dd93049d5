"""Builds the Pulumi CLI where there is none: from Go modules, checked against the checksums in go.sum.

The language host is that of sdk v3.79.0, the last one whose Go source is published as a module; it knows no
`virtualenv` option, so the virtual environment has to be first on the PATH. The script beside it, which runs a
program, is the current one.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from local.errors import CommandFailedError, ToolchainError

VERSION = "3.255.0"
OLDEST_GO = (1, 21)
"""The first one that fetches by itself the newer Go which the modules ask for."""

MODULES = Path(__file__).parent
SDK = "github.com/pulumi/pulumi/sdk/v3"
PACKAGES = {
    "pulumi": ("cli", "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"),
    "pulumi-language-python": ("language_python", f"{SDK}/python/cmd/pulumi-language-python"),
}
SCRIPT = "pulumi-language-python-exec"
FLAGS = ("-trimpath", f"-ldflags=-s -w -X {SDK}/go/common/version.Version=v{VERSION}")

INSTALL_GO = (
    "There is no Pulumi CLI {version} or newer with its Python language host on the PATH, and building it takes Go, {problem}. "
    "Do one of the two and run the same command again:\n"
    "  install the Pulumi CLI, {version} or newer: https://www.pulumi.com/docs/install/\n"
    "  install Go, 1.25 or newer:                 https://go.dev/dl/"
)

Say = Callable[[str], None]


def built_for(folder: Path) -> bool:
    """Whether the folder holds a whole build of these modules."""
    stamp = folder / "built-from"
    return stamp.is_file() and stamp.read_text() == _fingerprint()


def build(folder: Path, say: Say = print, go: str | None = None) -> None:
    """Build into the folder. It appears when all of it is there, so an interrupted build leaves nothing half-done
    behind.
    """
    if built_for(folder):
        return
    go = go or _go()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if built_for(folder):
            return
        partial = folder.with_name("partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        try:
            started = time.monotonic()
            say(f"Building the Pulumi CLI {VERSION} from source: about 4 minutes on two cores, once.")
            for name, (module, package) in PACKAGES.items():
                _compile(go, MODULES / module, package, partial / name, say)
            source = _output([go, "list", "-m", "-f", "{{.Dir}}", SDK], MODULES / "cli")
            shutil.copy(Path(source, "python", "cmd", SCRIPT), partial / SCRIPT)
            (partial / SCRIPT).chmod(0o755)
            (partial / "built-from").write_text(_fingerprint())
            shutil.rmtree(folder, ignore_errors=True)
            partial.rename(folder)
            say(f"  built in {time.monotonic() - started:.0f} s")
        finally:
            shutil.rmtree(partial, ignore_errors=True)


def _go() -> str:
    go = shutil.which("go")
    if not go:
        raise ToolchainError(INSTALL_GO.format(problem="which isn't there either", version=VERSION))
    found = re.search(r"go(\d+)\.(\d+)", _output([go, "version"], MODULES))
    if not found or (int(found[1]), int(found[2])) < OLDEST_GO:
        given = found[0] if found else "of an unknown version"
        raise ToolchainError(INSTALL_GO.format(problem=f"of which {given} is too old", version=VERSION))
    return go


def _compile(go: str, module: Path, package: str, output: Path, say: Say) -> None:
    command = [go, "build", "-v", *FLAGS, "-o", str(output), package]
    lines: list[str] = []
    # A checkout of this project may lie inside a Go workspace, which would bring other versions.
    with subprocess.Popen(
        command, cwd=module, env={**os.environ, "GOWORK": "off"}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout
        try:
            for line in process.stdout:
                lines.append(line.rstrip())
                _show_progress(output.name, len(lines), say)
        except BaseException:
            process.terminate()
            raise
    if sys.stdout.isatty():
        print("\r\033[K", end="")
    if process.returncode:
        told = "\n".join(f"  | {line}" for line in lines[-12:])
        raise CommandFailedError(f"Building {output.name} failed: `{' '.join(command)}` in {module}\n{told}")


def _show_progress(name: str, packages: int, say: Say) -> None:
    if sys.stdout.isatty():
        print(f"\r\033[K  {name}: {packages} packages compiled", end="", flush=True)
    elif packages % 400 == 0:
        say(f"  {name}: {packages} packages compiled")


def _output(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, env={**os.environ, "GOWORK": "off"}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandFailedError(f"`{' '.join(command)}` failed: {done.stderr.strip()}")
    return done.stdout.strip()


def _fingerprint() -> str:
    digest = hashlib.sha256(repr((FLAGS, PACKAGES, os.uname().machine, sys.platform)).encode())
    for file in sorted(MODULES.glob("*/go.*")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
