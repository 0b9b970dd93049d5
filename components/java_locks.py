"""Write the locks of all Java folders anew: `python -m components.java_locks`, which `make lock` runs.

A lock holds the jars that Maven finds for the folder's pom.xml, and the files that Maven reads or runs for it. The files that every
folder needs are in the toolkit's maven.lock: Maven builds, tests and checks a tool that was made from the template for it.

maven.lock keeps the files that another version of Maven reads. Remove it before `make lock` to leave them out.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from agents.folders import ROOT
from components.packaging import java_maven
from components.packaging.java import JavaToolchain
from components.packaging.java_lock import COPY, LOCK, SHARED_HEAD, entries, lines, write
from components.packaging.source import Source

# Tests and checks of a folder: see tests/native/java.py.
_GOALS = ("test", "com.diffplug.spotless:spotless-maven-plugin:check")


def main() -> None:
    toolchain = JavaToolchain(ROOT / "lambda" / "toolkit" / "java")
    shared = toolchain.shared_lock
    _write_shared(toolchain.toolkit, shared)
    print(f"locked {shared.relative_to(ROOT)}")
    folders = [
        toolchain.toolkit / "template",
        ROOT / "tests" / "conformance" / "tools" / "java",
        *(ROOT / "lambda" / "tools").iterdir(),
    ]
    for folder in sorted(folder for folder in folders if (folder / "pom.xml").is_file()):
        source = Source(folder.name, folder, "java", "make lock")
        write(toolchain.poms(source), toolchain.pom(source), folder / LOCK, shared, source)
        print(f"locked {folder.relative_to(ROOT)}/{LOCK}")
    # The JSONata of a test has no parent pom.
    judge = ROOT / "tests" / "java"
    source = Source("java-jsonata", judge, "java", "make lock")
    write({"pom.xml": judge / "pom.xml"}, "pom.xml", judge / LOCK, shared, source)
    print(f"locked {(judge / LOCK).relative_to(ROOT)}")
    host = Source("host", toolchain.toolkit, "java", "make lock")
    write({"host.xml": toolchain.host_pom}, "host.xml", toolchain.host_lock, shared, host)
    print(f"locked {toolchain.host_lock.relative_to(ROOT)}")


def _write_shared(toolkit: Path, shared: Path) -> None:
    """Write the files that Maven needs for a tool that was made from the template."""
    before = shared.read_text() if shared.is_file() else ""
    found = entries(before)
    with java_maven.one_at_a_time(), tempfile.TemporaryDirectory(prefix="maven-lock-") as scratch:
        staged, seen, known = Path(scratch, "lambda", "toolkit", "java"), Path(scratch, "seen"), Path(scratch, "known")
        known.write_text(before)
        shutil.copytree(toolkit, staged, ignore=shutil.ignore_patterns("target"))
        tool = shutil.copytree(toolkit / "template", Path(scratch, "lambda", "tools", "my-tool"))
        for goals in (_GOALS, (COPY, "-DincludeScope=runtime")):
            environment = java_maven.variables([known], seen, records=True)
            command = ["mvn", java_maven.option(), "-B", "-q", *goals]
            done = subprocess.run(command, cwd=tool, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                sys.exit(f"{shared.name} stays as it is, because `{' '.join(command)}` failed:\n{done.stdout}{done.stderr}")
            found |= entries(seen.read_text())
    shared.write_text(SHARED_HEAD + lines(found))


if __name__ == "__main__":
    main()
