"""Attacks of model-written code on what runs it. Each file of `python/` is code as a model could write it; a folder is a kind.

An attack prints THROUGH where it got through. The harness also looks at what it aimed at: files, another process, sockets.
An attack that fails in another way than by a refusal is broken, and proves nothing.
"""

import ast
import json
import os
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ATTACKS = Path(__file__).parent / "python"
THROUGH = "THROUGH"
LEFT = "left_by_attack"
SECRET = "a-secret-of-another"
SECONDS_FOR_AN_ATTACK = 60

PREAMBLE = """\
import ctypes as _ctypes, os as _os, platform as _platform
libc = _ctypes.CDLL(None, use_errno=True)
def call(x86_64, aarch64, *arguments):
    number = x86_64 if _platform.machine() == "x86_64" else aarch64
    result = libc.syscall(_ctypes.c_long(number), *(_ctypes.c_long(each) if isinstance(each, int) else each for each in arguments))
    if result < 0:
        raise OSError(_ctypes.get_errno(), _os.strerror(_ctypes.get_errno()))
    return result
"""

# The ends of tracebacks, and of other errors, by which a refusal shows.
REFUSALS = (
    *("PermissionError: ", "OSError: ", "BlockingIOError: ", "MemoryError", "RuntimeError: can't start new thread"),
    *("ValueError: not allowed to raise maximum limit", "InterruptedError: "),
    *("The code was stopped ", "The Python process died of signal 25 "),
)

WORKER = """
import json, sys, time
sys.path.append(sys.argv[1])
from interpreter.execution import execute
from interpreter.limits import Limits
for line in sys.stdin:
    ended, found = execute(json.loads(line), Limits(wall_seconds=20, cpu_seconds=15))
    print(json.dumps({"stdout": ended.stdout, "error": found.error, "lacks": dict(ended.lacks)}), flush=True)
"""


@dataclass(frozen=True)
class Attack:
    name: str
    """`<kind>/<file>`."""
    aim: str
    code: str


@dataclass(frozen=True)
class Verdict:
    through: bool
    evidence: str
    """How it showed."""
    broken: bool = False
    """True if the attack failed by itself: it was neither refused, nor got through."""


def attacks() -> list[Attack]:
    found = []
    for path in sorted(ATTACKS.glob("*/*.py")):
        text = path.read_text()
        found.append(Attack(path.relative_to(ATTACKS).with_suffix("").as_posix(), ast.get_docstring(ast.parse(text)) or "", text))
    return found


class Targets:
    """The things that an attack may aim at: files of other folders, a process and sockets, all of the same user."""

    def __init__(self, place: Path, package: Path):
        self.package, self.library = package.resolve(), Path(sysconfig.get_path("stdlib"))
        self.beside = place / "tmp"
        self.beside.mkdir()
        self.files = {
            "env": place / "project" / ".local" / "env",
            "npmrc": place / "home" / ".npmrc",
            "cached": place / "project" / ".build" / "cache" / "package.zip",
            "other_run": place / "execute-python-other" / "cwd" / "data.csv",
        }
        for path in self.files.values():
            path.parent.mkdir(parents=True)
            path.write_text(SECRET)
        self.victim = subprocess.Popen(["sleep", "1000"], env={"SECRET": SECRET}, start_new_session=True)
        self.sockets = [socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) for _ in range(2)]
        self.names = [str(place / "socket"), f"attacks-{os.getpid()}-{id(self)}"]
        self.sockets[0].bind(self.names[0])
        self.sockets[1].bind(f"\0{self.names[1]}")
        self._before = self._state()

    def given(self) -> dict[str, Any]:
        """Return what the code is told."""
        return {
            **{name: str(path) for name, path in self.files.items()},
            **{"package": str(self.package), "library": str(self.library), "beside": str(self.beside)},
            **{"victim": self.victim.pid, "socket": self.names[0], "abstract": self.names[1]},
        }

    def damage(self) -> list[str]:
        """Return what an attack has changed, and set files right for the next one."""
        now = self._state()
        found = [f"{name} changed" for name in now if now[name] != self._before[name]]
        for place in (self.beside, self.package, self.package / "numpy", self.library, Path("/dev/shm")):
            for path in [*place.glob(f"{LEFT}*"), *place.glob("outlived")]:
                found.append(f"{path} was left")
                path.unlink()
        for one in self.sockets:
            with suppress(BlockingIOError):
                found.append(f"a socket received {one.recv(100)!r}")
        if found:
            self._before = now
        return found

    def _state(self) -> dict[str, Any]:
        def about(path: Path) -> Any:
            with suppress(OSError):
                stat = path.stat()
                return path.read_bytes(), stat.st_mode, stat.st_mtime_ns, stat.st_uid, tuple(os.listxattr(path))
            return None

        victim = self.victim.pid
        alive = self.victim.poll() is None
        ended = not alive or (os.getpriority(os.PRIO_PROCESS, victim), os.sched_getscheduler(victim), os.sched_getaffinity(victim))
        return {**{name: about(path) for name, path in self.files.items()}, "the other process": ended}

    def close(self) -> None:
        self.victim.kill()
        self.victim.wait()
        for one in self.sockets:
            one.close()


class Attacked:
    """The process that runs code, and what attacks may aim at."""

    def __init__(self, place: Path, package: Path):
        self.targets = Targets(place, package)
        self._environment = {"TMPDIR": str(self.targets.beside), "AWS_SECRET_ACCESS_KEY": SECRET}
        self._package = package.resolve()
        self._worker: subprocess.Popen[str] | None = None

    def run(self, code: str) -> dict[str, Any] | None:
        """Run code as the function does. Return None if the process that runs it died."""
        worker = self._worker
        if worker is None or worker.poll() is not None:
            command = [sys.executable, "-c", WORKER, str(self._package)]
            worker = subprocess.Popen(
                command, env=self._environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
            )
            self._worker = worker
        assert worker.stdin
        assert worker.stdout
        worker.stdin.write(json.dumps(code) + "\n")
        worker.stdin.flush()
        line = worker.stdout.readline()
        answer: dict[str, Any] | None = json.loads(line) if line else None
        return answer

    def judge(self, attack: Attack) -> Verdict:
        answer = self.run(f"{PREAMBLE}targets = {self.targets.given()!r}\n{attack.code}")
        if answer is None:
            return Verdict(True, "the function's process died")
        if damage := self.targets.damage():
            return Verdict(True, "; ".join(damage))
        if left := [path.name for path in self.targets.beside.iterdir()]:
            return Verdict(True, f"{', '.join(left)} was left for later runs")
        if THROUGH in answer["stdout"]:
            return Verdict(True, answer["stdout"].strip()[:300])
        last = (answer["error"] or "nothing came of it").strip().splitlines()[-1]
        broken = answer["error"] is not None and not last.startswith(REFUSALS)
        return Verdict(False, last, broken)

    def close(self) -> None:
        if self._worker and self._worker.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self._worker.pid, signal.SIGKILL)
            self._worker.wait()
        self.targets.close()


@contextmanager
def attacked(package: Path) -> Iterator[Attacked]:
    """Yield a sandbox to attack.

    package: the folder of the built package.
    """
    with tempfile.TemporaryDirectory(prefix="attacks-") as place:
        one = Attacked(Path(place), package)
        try:
            yield one
        finally:
            one.close()
