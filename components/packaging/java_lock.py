"""Fetches the jars of a Java function by Maven, and refuses files that aren't those of the lock.

Maven has no lock of its own. Ours has two parts in the format of `sha256sum`: the jars that the package holds, and the files that
Maven reads or runs on the way, which are poms, plugins and the jars of tests. `maven.lock` of the toolkit has the files that every
folder in Java needs. A name is `<group>.<artifact>-<version>.jar`. `components/java_locks.py` writes the locks anew.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from components.packaging import java_maven
from components.packaging.commands import Program, run, version
from components.packaging.errors import BuildError
from components.packaging.source import Source

LOCK = "dependencies.lock"
SHARED = "maven.lock"
"""The lock of the toolkit for the files that every folder needs."""
MAVEN = Program(
    "mvn",
    (3, 6, 3),
    "-version",
    "Install Maven (Debian: apt-get install maven; macOS: brew install maven). It fetches jars; what runs needs none",
)
_HEAD = "# Jars with their SHA-256, of all that the package holds. Written by: make lock\n"
_SECOND_HEAD = "# Files that Maven reads or runs for this folder, and that no package holds.\n"
SHARED_HEAD = "# Files that Maven reads or runs for every folder in Java, with their SHA-256. Written by: make lock\n"
# Its name alone would let Maven look for it among other plugins, and fetch these. The version is that of the pom.
COPY = "org.apache.maven.plugins:maven-dependency-plugin:copy-dependencies"


def fetch(poms: Mapping[str, Path], pom: str, lock: Path, shared: Path, into: Path, source: Source) -> None:
    """Put the jars of a pom into a folder.

    poms: the pom and its parents, by their paths relative to each other.
    pom: the path of the pom among them.

    Raises BuildError if a file that Maven needs isn't the one of the locks. Maven is stopped before it uses the file.
    """
    locked = read(lock, source)
    _copy_dependencies(poms, pom, into, source, (lock, shared))
    found = _digests(into)
    if found != locked:
        different = sorted(name for name in found.keys() | locked.keys() if found.get(name) != locked.get(name))
        raise BuildError(
            f"{source.needed_by} needs the function {source.name}, and the jars that Maven fetched for it aren't those of "
            f"{lock.name}: {', '.join(different[:5])}{' …' if len(different) > 5 else ''}. "
            f"If {pom} was changed: make lock, and look at what is new in {lock.name}. If it wasn't, the jars can't be trusted"
        )


def read(lock: Path, source: Source) -> dict[str, str]:
    """Return the digest of each jar of the package, by the jar's name. Raises BuildError if there is no lock."""
    if not lock.is_file():
        raise BuildError(f"{source.needed_by} needs the function {source.name}, which has no {lock.name}: make lock writes it")
    return entries(lock.read_text().partition(_SECOND_HEAD)[0])


def entries(text: str) -> dict[str, str]:
    """Return the digest of each file of a lock's text, by the file's name."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def lines(files: Mapping[str, str]) -> str:
    """Return the lines of a lock."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(files.items()))


def write(poms: Mapping[str, Path], pom: str, lock: Path, shared: Path, source: Source) -> None:
    """Write a lock. Files of the lock before stay what they are: a release whose content has changed is refused.

    Files that Maven reads stay in the lock as long as the jars are the same, because other versions of Maven read others.
    """
    old = lock.read_text() if lock.is_file() else ""
    with tempfile.TemporaryDirectory(prefix="java-lock-") as scratch:
        jars = Path(scratch)
        seen = _copy_dependencies(poms, pom, jars, source, (lock, shared) if old else (shared,), records=True)
        packed = _digests(jars)
    before, _, besides = old.partition(_SECOND_HEAD)
    if entries(before) == packed:
        seen = entries(besides) | seen
    known = packed.keys() | entries(shared.read_text()).keys()
    others = {name: digest for name, digest in seen.items() if name not in known}
    lock.write_text(_HEAD + lines(packed) + (_SECOND_HEAD + lines(others) if others else ""))


def _copy_dependencies(
    poms: Mapping[str, Path], pom: str, into: Path, source: Source, locks: Sequence[Path], records: bool = False
) -> dict[str, str]:
    """Copy the jars, and return the files that Maven has read, each with its digest."""
    version(MAVEN, source)
    with java_maven.one_at_a_time(), tempfile.TemporaryDirectory(prefix="java-packages-") as scratch:
        for name, path in poms.items():
            place = Path(scratch, name)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place)
        seen = Path(scratch, "seen")
        options = ("-DincludeScope=runtime", "-Dmdep.prependGroupId=true", f"-DoutputDirectory={into.resolve()}")
        command = ["mvn", java_maven.option(), "-B", "-q", "-f", pom, COPY, *options]
        run(command, Path(scratch), source, java_maven.variables(locks, seen, records))
        if not seen.is_file():
            raise BuildError(f"{source.needed_by} needs the function {source.name}. {java_maven.NOT_CHECKED}")
        return entries(seen.read_text())


def _digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
