"""Builds a Java function: its classes and the toolkit's, compiled together, and the locked jars in `lib/`.

The jars are a cached result of their own. A changed class needs only the JDK: Maven isn't started, and nothing is fetched. Class
files are for Java 17, so that AWS's managed runtime and any JDK from 17 on run the same files.
"""

import os
import shlex
import shutil
from pathlib import Path

from components.packaging import java_lock, java_maven
from components.packaging.cache import Cache
from components.packaging.commands import Program, run, version
from components.packaging.layout import lay
from components.packaging.source import Source, digests, files_of, recipe
from components.packaging.target import Runtime, Target

# https://docs.aws.amazon.com/lambda/latest/dg/lambda-java.html
RUNTIME_IN_AWS = "java21"
HANDLER = "handler.Handler"
RELEASE = "17"

JAVAC = Program(
    "javac",
    (int(RELEASE),),
    "-version",
    f"Install a JDK (Debian: apt-get install openjdk-{RELEASE}-jdk-headless; macOS: brew install openjdk; others: https://adoptium.net)",
)

_BOOTSTRAP = """\
#!/bin/sh
# Lambda runs this file. As in AWS: a part of the function's memory is heap, one thread collects, the quick compiler compiles.
megabytes=$((${{AWS_LAMBDA_FUNCTION_MEMORY_SIZE:-512}} * 60 / 100))
exec {java} -Xmx${{megabytes}}m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xshare:auto \\
  -cp "$LAMBDA_TASK_ROOT:$LAMBDA_TASK_ROOT/lib/*:$LAMBDA_TASK_ROOT/runtime/*" \\
  com.amazonaws.services.lambda.runtime.api.client.AWSLambda "$_HANDLER"
"""


class JavaToolchain:
    """Builds functions in Java.

    toolkit: the folder with the tool contract in Java: its sources, the parent of all poms, the host's pom and lock.
    """

    def __init__(self, toolkit: Path):
        self.toolkit = toolkit
        self.host_pom = toolkit / "host.xml"
        self.host_lock = toolkit / "host.lock"
        self.shared_lock = toolkit / java_lock.SHARED

    def runtime(self, target: Target) -> Runtime:
        return Runtime(RUNTIME_IN_AWS if target.packaging == "aws" else "provided.al2023", HANDLER)

    def made_from(self, source: Source, target: Target) -> dict[str, str]:
        parts = {
            **digests({**_sources(source), **source.files()}, f"{source.name}/"),
            **digests(self._toolkit_sources(source), "toolkit/"),
            **self._packages_made_from(source),
            # Another compiler may write other bytes for the same class.
            "javac": version(JAVAC, source),
            "Java release": RELEASE,
        }
        if target.packaging == "host":
            parts |= {**self._host_made_from(), "java": str(_java())}
        return parts

    def lay_out(self, source: Source, target: Target, cache: Cache, folder: Path) -> None:
        packages = cache.get(
            f"java-packages/{source.name}", self._packages_made_from(source), lambda into: self._fetch(source, into)
        )
        lay(source.files(), folder, source)
        _compile([*_sources(source).values(), *self._toolkit_sources(source).values()], packages, folder, source)
        lay({f"lib/{name}": path for name, path in files_of(packages).items()}, folder, source)
        if target.packaging == "host":
            self._lay_host(source, cache, folder)

    def pom(self, source: Source) -> str:
        return f"lambda/tools/{source.name}/pom.xml"

    def poms(self, source: Source) -> dict[str, Path]:
        """Return the function's pom and its parent, by the paths at which they find each other."""
        return {self.pom(source): source.folder / "pom.xml", "lambda/toolkit/java/parent.xml": self.toolkit / "parent.xml"}

    def _toolkit_sources(self, source: Source) -> dict[str, Path]:
        return {name: path for name, path in files_of(self.toolkit / _SOURCES).items()} if source.is_tool else {}

    def _packages_made_from(self, source: Source) -> dict[str, str]:
        lock = source.folder / java_lock.LOCK
        java_lock.read(lock, source)
        return {
            **digests({**self.poms(source), f"{source.name}/{java_lock.LOCK}": lock, "toolkit/maven.lock": self.shared_lock}),
            "how jars are fetched": _how_fetched(),
        }

    def _fetch(self, source: Source, into: Path) -> None:
        java_lock.fetch(self.poms(source), self.pom(source), source.folder / java_lock.LOCK, self.shared_lock, into, source)

    def _host_made_from(self) -> dict[str, str]:
        return {
            **digests(
                {"toolkit/host.xml": self.host_pom, "toolkit/host.lock": self.host_lock, "toolkit/maven.lock": self.shared_lock}
            ),
            "how the host's jars are fetched": _how_fetched(),
        }

    def _lay_host(self, source: Source, cache: Cache, folder: Path) -> None:
        """Add the runtime's client, and a bootstrap with the JVM and its options. In AWS the managed runtime brings these."""
        made = cache.get(
            "java-packages/host",
            self._host_made_from(),
            lambda into: java_lock.fetch({"host.xml": self.host_pom}, "host.xml", self.host_lock, self.shared_lock, into, source),
        )
        lay({f"runtime/{name}": path for name, path in files_of(made).items()}, folder, source)
        bootstrap = folder / "bootstrap"
        bootstrap.write_text(_BOOTSTRAP.format(java=shlex.quote(str(_java()))))
        bootstrap.chmod(0o755)


_SOURCES = "src/main/java/"


def _how_fetched() -> str:
    return recipe(java_lock.__file__, java_maven.__file__, *java_maven.sources())


def _sources(source: Source) -> dict[str, Path]:
    """Return the classes of a folder. Tests are no part of the package."""
    built = source.contents().built.items()
    return {name: path for name, path in built if name.startswith(_SOURCES) and name.endswith(".java")}


def _compile(sources: list[Path], packages: Path, into: Path, source: Source) -> None:
    # Class files keep lines for stack traces, and leave out the names of local variables. They hold no path of this machine.
    options = ["--release", RELEASE, "-encoding", "UTF-8", "-g:source,lines", "-proc:none", "-implicit:none", "-parameters"]
    command: list[str | Path] = ["javac", *options, "-cp", f"{packages.resolve()}/*", "-d", into.resolve(), *sorted(sources)]
    run(command, packages, source, {"JDK_JAVAC_OPTIONS": "", "JAVA_TOOL_OPTIONS": ""})


def _java() -> Path:
    """Return the JVM of the JDK that compiles. `java` on PATH may be another one."""
    javac = shutil.which("javac")
    return Path(os.path.realpath(javac)).with_name("java") if javac else Path("java")
