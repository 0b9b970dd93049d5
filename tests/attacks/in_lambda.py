"""The sandbox as it may find itself in AWS Lambda: alone on its machine, as a user of no rights, with a kernel that refuses prctl,
seccomp and Landlock.

Linux's namespaces make the machine: processes, mounts, shared memory and network of its own, with /var/task, /var/lang and an empty
/tmp. Nothing outside of it is touched.
"""

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.attacks.python_attacks import PREAMBLE, THROUGH, Verdict

ATTACKS = Path(__file__).parent / "python_in_lambda"
LATER = "# --- a later run ---"
PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"
NOBODY = 65534

# /var becomes an empty place for the folders that Lambda has. The shell is the first process, because that one takes no signals.
MACHINE = """
set -e
mount -t tmpfs -o mode=755 none /var
mkdir /var/task /var/lang /var/tmp
mount --bind "$PACKAGE" /var/task
mount --bind "$BASE" /var/lang
printf '%s' "$DRIVER" > /var/driver.py
printf '%s' "$REFUSING" > /var/refusing.py
mount -t tmpfs -o mode=1777,size=512m none /tmp
mount -t tmpfs -o mode=1777 none /dev/shm
chmod 1777 /var/tmp
cd /var/task
until LD_LIBRARY_PATH=/var/lang/lib /var/lang/bin/$PYTHON -S /var/refusing.py; do echo '{"died": true}'; done
"""

# Begins as root of the namespace, and goes on as nobody, with a filter that can't be taken off.
REFUSING = """
import ctypes, errno, json, os, platform, struct, sys
refused = json.loads(os.environ["REFUSED"])[platform.machine()]
steps = [(0x20, 0, 0, 0)]
for number in refused:
    steps += [(0x15, 0, 1, number), (0x06, 0, 0, 0x00050000 | errno.EPERM)]
steps += [(0x06, 0, 0, 0x7FFF0000)]
program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
libc = ctypes.CDLL(None)
header = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(program))
assert libc.prctl(22, 2, header, 0, 0) == 0
os.setgroups([])
os.setgid(int(os.environ["USER_ID"]))
os.setuid(int(os.environ["USER_ID"]))
environment = {
    "AWS_EXECUTION_ENV": "AWS_Lambda_" + os.environ["PYTHON"], "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9001",
    "LAMBDA_TASK_ROOT": "/var/task", "LD_LIBRARY_PATH": "/var/lang/lib", "PATH": os.environ["PATH"], "PYTHONPATH": "/var/task",
    "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": os.environ["SECRET"], "AWS_SESSION_TOKEN": os.environ["SECRET"],
}
python = "/var/lang/bin/" + os.environ["PYTHON"]
os.execve(python, [python, "-S", "/var/driver.py"], environment)
"""

# As Lambda's runtime: it imports the handler once, and gives it one event after another.
DRIVER = """
import json, sys
import handler
for line in iter(sys.stdin.readline, ""):
    print(json.dumps(handler.handler(json.loads(line), None)), flush=True)
"""

REFUSED = {"x86_64": [157, 317, 444, 445, 446], "aarch64": [167, 277, 444, 445, 446]}
"""prctl, seccomp and the calls of Landlock."""


@dataclass(frozen=True)
class AttackInLambda:
    name: str
    aim: str
    first: str
    """The code that attacks."""
    later: str
    """The code of a later run on the same machine. It prints THROUGH where it meets what the first one left."""


def attacks() -> list[AttackInLambda]:
    found = []
    for path in sorted(ATTACKS.glob("*.py")):
        text = path.read_text()
        first, _, later = text.partition(LATER)
        found.append(AttackInLambda(path.stem, text.split('"""')[1], first, later))
    return found


def refusal_of_this_machine() -> str | None:
    """Return why this machine can't be as Lambda. None if it can."""
    if sys.platform != "linux" or not shutil.which("unshare"):
        return "needs Linux and unshare"
    if os.getuid() != 0:
        return "needs root, to be another user within"
    tried = subprocess.run([*UNSHARE, "mount", "-t", "tmpfs", "none", "/tmp"], capture_output=True, text=True)
    return f"this machine refuses namespaces: {tried.stderr.strip()}" if tried.returncode else None


UNSHARE = ("unshare", "--mount", "--pid", "--ipc", "--net", "--fork", "--kill-child", "--mount-proc")


class Machine:
    """A machine with a sandbox on it."""

    def __init__(self, package: Path, refused: dict[str, list[int]]):
        self.halves = uuid.uuid4().hex, uuid.uuid4().hex
        environment = {
            **{"PATH": os.environ["PATH"], "PACKAGE": str(package), "BASE": sys.base_prefix, "PYTHON": PYTHON},
            **{"DRIVER": DRIVER, "REFUSING": REFUSING, "REFUSED": json.dumps(refused)},
            **{"SECRET": "".join(self.halves), "USER_ID": str(NOBODY)},
        }
        self._process = subprocess.Popen(
            [*UNSHARE, "sh", "-c", MACHINE], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.log: list[str] = []
        """The lines that the sandbox printed."""

    def run(self, code: str, wall_seconds: int = 6) -> dict[str, Any]:
        """Run code. Return the sandbox's answer, or {"died": true} if its process ended."""
        assert self._process.stdin
        assert self._process.stdout
        event = {"code": code, "files": [], "uploads": [], "addresses": {}, "wall_seconds": wall_seconds}
        self._process.stdin.write(json.dumps(event) + "\n")
        self._process.stdin.flush()
        while line := self._process.stdout.readline():
            if line.startswith("{"):
                answer: dict[str, Any] = json.loads(line)
                return answer
            self.log.append(line)
        raise RuntimeError("the machine ended")

    def judge(self, attack: AttackInLambda) -> Verdict:
        given = f"{PREAMBLE}targets = {{'halves': {self.halves!r}}}\n"
        first = self.run(given + attack.first, wall_seconds=15 if "memory_of" in attack.name else 6)
        later = self.run(given + attack.later)
        for answer in (first, later):
            if THROUGH in answer.get("stdout", ""):
                return Verdict(True, answer["stdout"].strip()[:300])
        if len(json.dumps(first)) > 250_000:
            return Verdict(True, f"the answer has {len(json.dumps(first)):,} bytes")
        if "died" in later:
            return Verdict(True, "the later run had no sandbox")
        said = (
            first.get("refused")
            or first.get("error")
            or ("the sandbox's process ended" if "died" in first else "nothing came of it")
        )
        return Verdict(False, said.strip().splitlines()[-1], bool(broken(first) or broken(later)))

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


def broken(answer: dict[str, Any]) -> bool:
    """Return whether code failed by a mistake of its own."""
    last = (answer.get("error") or "").strip().splitlines()[-1:]
    return any(line.startswith(("NameError", "SyntaxError", "TypeError", "AttributeError", "ModuleNotFoundError")) for line in last)


@contextmanager
def machine(package: Path, refused: dict[str, list[int]] = REFUSED) -> Iterator[Machine]:
    one = Machine(package, refused)
    try:
        yield one
    finally:
        one.close()
