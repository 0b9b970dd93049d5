"""Java functions are built from locked jars; a changed class fetches nothing."""

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from components.packaging import java_lock
from components.packaging.cache import Cache
from components.packaging.errors import BuildError, MissingToolError
from components.packaging.java import JavaToolchain
from components.packaging.java_lock import LOCK
from components.packaging.package import ROOT, Package, build
from components.packaging.source import Source
from components.packaging.target import Runtime, Target
from tests.components.packaging.lambdas import AWS, HOST, names, text

FIXTURE = ROOT / "tests" / "conformance" / "tools" / "java"
JARS = "java-packages"


class JavaWorkshop:
    """A copy of the toolkit and of the smallest function, with a cache of its own."""

    def __init__(self, root: Path, jars: Path | None = None):
        """jars: of another workshop's cache, so that they aren't fetched again."""
        self.root = root
        self.toolkit = shutil.copytree(ROOT / "lambda" / "toolkit" / "java", root / "toolkit")
        self.folder = shutil.copytree(FIXTURE, root / "adder")
        self.said: list[str] = []
        if jars:
            shutil.copytree(jars, root / "cache" / JARS, copy_function=os.link)

    def build(self, target: Target = AWS) -> Package:
        source = Source("adder", self.folder, "java", "agent sums")
        return build(source, target, Cache(self.root / "cache", self.said.append), {"java": JavaToolchain(self.toolkit)})

    def handler(self) -> Path:
        return self.folder / "src/main/java/handler/Handler.java"


@pytest.fixture(scope="module")
def jars(tmp_path_factory: pytest.TempPathFactory) -> Path:
    first = JavaWorkshop(tmp_path_factory.mktemp("first"))
    first.build(HOST)
    return first.root / "cache" / JARS


@pytest.fixture
def java(tmp_path: Path, jars: Path) -> JavaWorkshop:
    return JavaWorkshop(tmp_path, jars)


def path_without(program: str, folder: Path) -> str:
    """A PATH that has everything but one program."""
    folder.mkdir()
    for place in os.environ["PATH"].split(os.pathsep):
        for file in Path(place).glob("*"):
            if file.name != program and not (folder / file.name).exists():
                (folder / file.name).symlink_to(file)
    return str(folder)


def test_a_package_for_aws_holds_classes_locked_jars_and_the_declaration(java: JavaWorkshop) -> None:
    (java.folder / "src/main/resources").mkdir()
    (java.folder / "src/main/resources/words.txt").write_text("hello")
    (java.folder / "src/main/java/handler/rules.md").write_text("hello")
    (java.folder / "prompt.md").write_text("hello")
    package = java.build(AWS)
    assert (package.runtime, package.architecture) == (Runtime("java21", "handler.Handler"), "arm64")
    packed = names(package)
    own = [name for name in packed if not name.startswith(("handler/Handler", "lib/", "toolkit/"))]
    assert own == ["handler/rules.md", "prompt.md", "tools.json", "words.txt"]
    assert {"handler/Handler.class", "toolkit/ToolHandler.class"} <= set(packed)
    locked = [line.split()[1] for line in (java.folder / LOCK).read_text().splitlines() if not line.startswith("#")]
    assert [name for name in packed if name.startswith("lib/")] == sorted(f"lib/{name}" for name in locked)
    assert [name for name in packed if name.endswith((".java", ".xml")) or "test" in name.lower()] == []


def test_a_package_for_this_machine_starts_the_java_of_the_compiler(java: JavaWorkshop) -> None:
    package = java.build(HOST)
    assert package.runtime == Runtime("provided.al2023", "handler.Handler")
    javac = Path(os.path.realpath(str(shutil.which("javac"))))
    assert f"exec {javac.with_name('java')} -Xmx" in text(package, "bootstrap")
    with zipfile.ZipFile(package.path) as archive:
        assert archive.getinfo("bootstrap").external_attr >> 16 & 0o777 == 0o755
    assert [name for name in names(package) if name.startswith("runtime/") and "runtime-interface-client" in name]


@pytest.mark.parametrize("target", [AWS, HOST], ids=str)
def test_the_same_sources_give_the_same_bytes_in_another_folder_with_another_cache(
    java: JavaWorkshop, tmp_path_factory: pytest.TempPathFactory, jars: Path, target: Target
) -> None:
    first, second = java.build(target), JavaWorkshop(tmp_path_factory.mktemp("other"), jars).build(target)
    assert first.path != second.path
    assert first.sha256 == second.sha256


def test_a_changed_class_is_compiled_without_maven(java: JavaWorkshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = java.build()
    java.handler().write_text(java.handler().read_text().replace('"big"', '"huge"'))
    monkeypatch.setenv("PATH", path_without("mvn", tmp_path / "bin"))
    assert java.build().sha256 != before.sha256


def test_a_changed_test_or_readme_changes_no_package(java: JavaWorkshop) -> None:
    java.build()
    java.said.clear()
    for name in ("README.md", "src/test/java/handler/HandlerTest.java", "target/classes/Old.class"):
        (java.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (java.folder / name).write_text("new")
    java.build()
    assert java.said == []


@pytest.mark.attack("supply_chain")
@pytest.mark.parametrize(
    ("lock", "name"),
    [
        ("toolkit/maven.lock", "com.fasterxml.jackson.core.jackson-databind-2.22.4.jar"),
        ("toolkit/maven.lock", "com.fasterxml.jackson.core.jackson-databind-2.22.4.pom"),
        ("toolkit/maven.lock", "org.apache.maven.plugins.maven-dependency-plugin-3.9.0.jar"),
        ("toolkit/maven.lock", "org.apache.maven.plugins.maven-dependency-plugin-3.9.0.pom"),
    ],
)
def test_a_file_that_is_not_the_one_of_the_lock_stops_maven(java: JavaWorkshop, lock: str, name: str) -> None:
    for each in (java.root / lock, java.folder / LOCK):
        change(each, name, "0" * 64)
    with pytest.raises(BuildError, match=rf"Maven was stopped before it used a file: {name} isn't the file of the lock\."):
        java.build()


@pytest.mark.attack("supply_chain")
def test_a_file_that_no_lock_has_stops_maven(java: JavaWorkshop) -> None:
    name = "org.apache.maven.plugins.maven-dependency-plugin-3.9.0.jar"
    change(java.root / "toolkit/maven.lock", name, None)
    with pytest.raises(BuildError, match=rf"{name} isn't in the locks\. If a pom\.xml was changed.*: make lock"):
        java.build()


def test_a_jar_of_the_lock_that_maven_does_not_find_is_named(java: JavaWorkshop) -> None:
    lock = java.folder / LOCK
    lock.write_text(lock.read_text() + "0" * 64 + "  com.example.gone-1.jar\n")
    with pytest.raises(BuildError, match=r"aren't those of dependencies\.lock: com\.example\.gone-1\.jar\."):
        java.build()


def change(lock: Path, name: str, digest: str | None) -> None:
    """Give a file of a lock another digest, or take the file out."""
    lines = [line for line in lock.read_text().splitlines() if digest or not line.endswith(f"  {name}")]
    lock.write_text("".join(f"{digest}  {name}\n" if line.endswith(f"  {name}") else f"{line}\n" for line in lines))


EVIL = """
package org.apache.maven.plugins.dependency.fromDependencies;
public class CopyDependenciesMojo {{
    static {{ try {{ new java.io.File("{ran}").createNewFile(); }} catch (java.io.IOException e) {{ throw new Error(e); }} }}
}}
"""


@pytest.fixture
def repository(java: JavaWorkshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the repository of this machine's Maven, to tamper with."""
    copy = tmp_path / "repository"
    shutil.copytree(Path.home() / ".m2" / "repository", copy, copy_function=os.link)
    monkeypatch.setenv("MAVEN_OPTS", f"-Dmaven.repo.local={copy}")
    # So that Maven has to fetch.
    shutil.rmtree(java.root / "cache" / JARS)
    return copy


@pytest.mark.attack("supply_chain")
def test_a_plugin_that_was_tampered_with_does_not_run(java: JavaWorkshop, repository: Path, tmp_path: Path) -> None:
    [jar] = repository.glob("org/apache/maven/plugins/maven-dependency-plugin/3.9.0/*.jar")
    ran, evil = tmp_path / "ran", tmp_path / "CopyDependenciesMojo.java"
    evil.write_text(EVIL.format(ran=ran))
    subprocess.run(["javac", "-d", tmp_path / "classes", evil], check=True)
    name = "org/apache/maven/plugins/dependency/fromDependencies/CopyDependenciesMojo.class"
    files = {}
    with zipfile.ZipFile(jar) as archive:
        files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    files[name] = (tmp_path / "classes" / name).read_bytes()
    jar.unlink()
    with zipfile.ZipFile(jar, "w") as archive:
        for each, content in files.items():
            archive.writestr(each, content)
    with pytest.raises(
        BuildError, match=r"Maven was stopped before it used a file: .*maven-dependency-plugin-3\.9\.0\.jar isn't the"
    ):
        java.build()
    assert not ran.exists()
    # Maven alone runs it.
    command = ["mvn", "-B", "-q", "-o", "-f", java.toolkit / "host.xml", java_lock.COPY, f"-DoutputDirectory={tmp_path}"]
    subprocess.run(command, capture_output=True, check=False)
    assert ran.exists()


@pytest.mark.attack("supply_chain")
def test_a_pom_that_was_tampered_with_is_not_read(java: JavaWorkshop, repository: Path) -> None:
    [pom] = repository.glob("com/fasterxml/jackson/core/jackson-databind/2.22.4/*.pom")
    text = pom.read_text()
    pom.unlink()
    pom.write_text(text.replace("</project>", "<!-- --></project>"))
    with pytest.raises(BuildError, match=r"jackson-databind-2\.22\.4\.pom isn't the file of the lock\."):
        java.build()


def test_a_maven_that_compares_nothing_is_not_trusted(java: JavaWorkshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "mvn").write_text("#!/bin/sh\necho Apache Maven 3.9.11\n")
    (programs / "mvn").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    lock = java.folder / LOCK
    lock.write_text(lock.read_text() + "\n")
    with pytest.raises(BuildError, match="This Maven compared no file with the locks, so what it did can't be trusted"):
        java.build()


def test_a_function_without_a_lock_is_told_how_to_get_one(java: JavaWorkshop) -> None:
    (java.folder / LOCK).unlink()
    with pytest.raises(
        BuildError, match=r"agent sums needs the function adder, which has no dependencies\.lock: make lock writes it"
    ):
        java.build()


def test_a_class_that_does_not_compile_is_shown_with_its_line(java: JavaWorkshop) -> None:
    java.handler().write_text("package handler;\nclass Handler { int sum() { return one; } }\n")
    with pytest.raises(
        BuildError, match=r"(?s)agent sums needs the function adder, and building it failed.*Handler\.java:2: error"
    ):
        java.build()


def test_a_missing_compiler_is_named_with_the_way_to_get_it(
    java: JavaWorkshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", path_without("javac", tmp_path / "bin"))
    with pytest.raises(
        MissingToolError, match=r"agent sums needs the function adder, .* needs javac 17 or newer, .* Install a JDK"
    ):
        java.build()
