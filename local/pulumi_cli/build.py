"""Build the Pulumi CLI from Go modules, checked against the checksums in go.sum.

The language host comes from sdk v3.79.0, the last version whose Go source is published as a module. It knows no `virtualenv`
option, so the virtual environment must be first on the PATH. The script beside it, which runs a program, is the current one.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from local.errors import CommandFailedError, ToolchainError
from local.pulumi_cli import folder, progress
from local.pulumi_cli.folder import HOST, SCRIPT, Say

OLDEST_GO = (1, 21)
"""The first version that fetches the newer Go that the modules require."""

MODULES = Path(__file__).parent
SDK = "github.com/pulumi/pulumi/sdk/v3"
PACKAGES = {
    "pulumi": ("cli", "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"),
    HOST: ("language_python", f"{SDK}/python/cmd/pulumi-language-python"),
}
VERSION = re.findall(r"pulumi/pkg/v3 v(\S+)", (MODULES / "cli" / "go.mod").read_text())[0]
FLAGS = ("-trimpath", f"-ldflags=-s -w -X {SDK}/go/common/version.Version=v{VERSION}")

NO_GO = (
    "There is no Pulumi CLI on the PATH that will do, its release couldn't be downloaded, and building it takes Go, {problem}. "
    "Do one of the two and run the same command again:\n"
    "  install the Pulumi CLI:   https://www.pulumi.com/docs/install/\n"
    "  install Go 1.26 or newer: https://go.dev/dl/"
)


def is_built(place: Path) -> bool:
    """Return whether the folder holds a complete build of these modules."""
    return folder.is_made(place, _fingerprint())


def build(place: Path, say: Say = print) -> None:
    """Build into the folder `place`. Raises ToolchainError if there is no recent enough Go."""
    if is_built(place):
        return
    go = find_go(NO_GO)

    def fill(partial: Path) -> None:
        started = time.monotonic()
        say(f"Building the Pulumi CLI {VERSION} from its source. Go compiles 2,000 packages: about 5 minutes on two cores, once.")
        for name, (module, package) in PACKAGES.items():
            compile_program(go, MODULES / module, package, partial / name, say)
        source = _output([go, "list", "-m", "-f", "{{.Dir}}", SDK], MODULES / "cli")
        shutil.copy(Path(source, "python", "cmd", SCRIPT), partial / SCRIPT)
        (partial / SCRIPT).chmod(0o755)
        say(f"  built in {time.monotonic() - started:.0f} s")

    folder.make(place, _fingerprint(), fill, say)


def find_go(without: str) -> str:
    """Return the program. Raises ToolchainError with the text `without`, in which {problem} says what is wrong."""
    go = shutil.which("go")
    if not go:
        raise ToolchainError(without.format(problem="which isn't there either"))
    found = re.search(r"go(\d+)\.(\d+)", _output([go, "version"], MODULES))
    if not found or (int(found[1]), int(found[2])) < OLDEST_GO:
        given = found[0] if found else "of an unknown version"
        raise ToolchainError(without.format(problem=f"of which {given} is too old"))
    return go


def compile_program(go: str, module: Path, package: str, output: Path, say: Say) -> None:
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
                progress.show(f"{output.name}: {len(lines)} packages compiled")
                if len(lines) % 400 == 0 and not progress.is_shown():
                    say(f"  {output.name}: {len(lines)} packages compiled")
        except BaseException:
            process.terminate()
            raise
    progress.clear()
    if process.returncode:
        told = "\n".join(f"  | {line}" for line in lines[-12:])
        raise CommandFailedError(f"Building {output.name} failed: `{' '.join(command)}` in {module}\n{told}")


def _output(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, env={**os.environ, "GOWORK": "off"}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandFailedError(f"`{' '.join(command)}` failed: {done.stderr.strip()}")
    return done.stdout.strip()


def _fingerprint() -> str:
    digest = hashlib.sha256(repr((FLAGS, PACKAGES, os.uname().machine, sys.platform)).encode())
    for file in sorted(file for module, _ in PACKAGES.values() for file in (MODULES / module).glob("go.*")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
