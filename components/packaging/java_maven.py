"""Runs Maven one at a time on this machine, and stops it before it uses a file that isn't the one of the locks.

Two Mavens at once may spoil the repository of jars that they share. Maven runs plugins as soon as it has fetched them, so the files
are compared with the locks inside of Maven: see java_locked_artifacts/.

As a program this file waits for its turn and then runs Maven:

    python components/packaging/java_maven.py <lock> … -- --batch-mode test
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

if not __package__:
    # Run as a program, this file would find only the modules beside it.
    sys.path.append(str(Path(__file__).resolve().parents[2]))

from agents.folders import PROJECT

LISTENER = Path(__file__).with_name("java_locked_artifacts")
_COMPILED = PROJECT / ".build" / "locked-maven"
NOT_CHECKED = (
    "This Maven compared no file with the locks, so what it did can't be trusted. Maven 3.6.3 or newer is needed, and `mvn` on "
    "PATH has to be its own start script"
)


def take_turn(environment: Mapping[str, str] = os.environ) -> int:
    """Wait until no other process of this user has the turn, and take it.

    Return an open file. The turn ends when the file is closed.
    """
    folder = Path(environment.get("HOME") or Path.home()) / ".m2"
    folder.mkdir(parents=True, exist_ok=True)
    turn = os.open(folder / "one-at-a-time.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(turn, fcntl.LOCK_EX)
    return turn


@contextmanager
def one_at_a_time() -> Iterator[None]:
    turn = take_turn()
    try:
        yield
    finally:
        os.close(turn)


def option() -> str:
    """Return the option that puts the listener into a Maven."""
    return f"-Dmaven.ext.class.path={_compiled()}"


def variables(locks: Iterable[Path], seen: Path, records: bool = False) -> dict[str, str]:
    """Return the environment of the listener.

    locks: the files that may be used.
    seen: where the listener lists the files that it has compared, in the form of a lock.
    records: files that no lock has are allowed, because a lock is written.
    """
    return {
        "LOCKED_MAVEN_LOCKS": os.pathsep.join(str(lock.resolve()) for lock in locks),
        "LOCKED_MAVEN_SEEN": str(seen),
        "LOCKED_MAVEN_RECORDS": "yes" if records else "no",
    }


def sources() -> list[str]:
    """Return the paths of the listener's sources, and of what declares it to Maven."""
    return sorted(str(path) for path in LISTENER.rglob("*") if path.suffix in (".java", ".xml"))


def _compiled() -> Path:
    """Return the folder of the compiled listener. Compile it if its sources have changed."""
    digest = hashlib.sha256(b"".join(Path(path).read_bytes() for path in sources())).hexdigest()
    ready = _COMPILED / digest[:16]
    if not ready.is_dir():
        _COMPILED.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=_COMPILED) as scratch:
            made = Path(scratch, "made")
            # For every Java that may run a Maven.
            command = [
                "javac",
                "--release",
                "8",
                "-Xlint:-options",
                "-d",
                str(made),
                *(path for path in sources() if path.endswith(".java")),
            ]
            subprocess.run(command, check=True, env={**os.environ, "JDK_JAVAC_OPTIONS": "", "JAVA_TOOL_OPTIONS": ""})
            shutil.rmtree(made / "org")
            (made / "META-INF" / "plexus").mkdir(parents=True)
            shutil.copy(LISTENER / "components.xml", made / "META-INF" / "plexus")
            if not ready.is_dir():
                made.rename(ready)
    return ready


def main(arguments: list[str]) -> int:
    at = arguments.index("--")
    locks, asked = [Path(lock) for lock in arguments[:at]], arguments[at + 1 :]
    if not shutil.which("mvn"):
        sys.exit("mvn isn't on this machine. The README says what each language needs.")
    with one_at_a_time(), tempfile.TemporaryDirectory(prefix="maven-") as scratch:
        seen = Path(scratch, "seen")
        code = subprocess.run(["mvn", option(), *asked], env={**os.environ, **variables(locks, seen)}, check=False).returncode
        if code == 0 and not seen.is_file():
            sys.exit(f"{NOT_CHECKED}.")
        return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
