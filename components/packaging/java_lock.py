"""Fetches the jars of a Java function by Maven, and refuses jars that aren't those of the lock.

Maven has no lock of its own. Ours lists the jars in the format of `sha256sum`, as `<group>.<artifact>-<version>.jar`.
`components/java_locks.py` writes the locks anew.

Maven's plugins and the jars that only tests need are pinned in the poms and not locked, because no package holds them.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from components.packaging.commands import Program, run, version
from components.packaging.errors import BuildError
from components.packaging.java_maven import one_at_a_time
from components.packaging.source import Source

LOCK = "dependencies.lock"
MAVEN = Program(
    "mvn",
    (3, 6, 3),
    "-version",
    "Install Maven (Debian: apt-get install maven; macOS: brew install maven). It fetches jars; what runs needs none",
)
_HEAD = "# Jars with their SHA-256, of all that the package holds. Written by: make lock\n"


def fetch(poms: Mapping[str, Path], pom: str, lock: Path, into: Path, source: Source) -> None:
    """Put the jars of a pom into a folder.

    poms: the pom and its parents, by their paths relative to each other.
    pom: the path of the pom among them.

    Raises BuildError if the jars aren't those of the lock.
    """
    _copy_dependencies(poms, pom, into, source)
    found, locked = _digests(into), read(lock, source)
    if found != locked:
        different = sorted(name for name in found.keys() | locked.keys() if found.get(name) != locked.get(name))
        raise BuildError(
            f"{source.needed_by} needs the function {source.name}, and the jars that Maven fetched for it aren't those of "
            f"{lock.name}: {', '.join(different[:5])}{' …' if len(different) > 5 else ''}. "
            f"If {pom} was changed: make lock, and look at what is new in {lock.name}. If it wasn't, the jars can't be trusted"
        )


def read(lock: Path, source: Source) -> dict[str, str]:
    """Return the digest of each jar, by the jar's name. Raises BuildError if there is no lock."""
    if not lock.is_file():
        raise BuildError(f"{source.needed_by} needs the function {source.name}, which has no {lock.name}: make lock writes it")
    lines = [line for line in lock.read_text().splitlines() if line and not line.startswith("#")]
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def write(poms: Mapping[str, Path], pom: str, lock: Path, source: Source) -> None:
    with tempfile.TemporaryDirectory(prefix="java-lock-") as scratch:
        _copy_dependencies(poms, pom, Path(scratch), source)
        lines = [f"{digest}  {name}\n" for name, digest in sorted(_digests(Path(scratch)).items())]
    lock.write_text(_HEAD + "".join(lines))


def _copy_dependencies(poms: Mapping[str, Path], pom: str, into: Path, source: Source) -> None:
    version(MAVEN, source)
    with one_at_a_time(), tempfile.TemporaryDirectory(prefix="java-packages-") as scratch:
        for name, path in poms.items():
            place = Path(scratch, name)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place)
        options = ("-DincludeScope=runtime", "-Dmdep.prependGroupId=true", f"-DoutputDirectory={into.resolve()}")
        run(["mvn", "-B", "-q", "-f", pom, "dependency:copy-dependencies", *options], Path(scratch), source)


def _digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
