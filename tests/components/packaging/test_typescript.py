"""From a TypeScript tool's folder to its package. The template is what is built; npm's packages are those of the lock."""

import json
import shutil
from pathlib import Path

import pytest

from components.packaging import typescript
from components.packaging.cache import Cache
from components.packaging.errors import BuildError, MissingToolError
from components.packaging.package import CACHE, ROOT, Package, build
from components.packaging.source import Source
from components.packaging.target import Target
from components.packaging.typescript import TypeScriptToolchain
from tests.components.packaging.lambdas import AWS, HOST, names, text, write

TOOLKIT = ROOT / "lambda" / "toolkit" / "typescript"
TEMPLATE = TOOLKIT / "template"
LOCKS = sorted(
    path
    for folder in ("lambda/toolkit", "lambda/tools", "tests/conformance/tools")
    for path in (ROOT / folder).glob("**/package-lock.json")
    if "node_modules" not in path.parts
)


def copied(folder: Path, to: Path) -> Path:
    return Path(shutil.copytree(folder, to, ignore=shutil.ignore_patterns("node_modules")))


class Workshop:
    """A tool's folder, its toolkit and a cache."""

    def __init__(self, root: Path, toolkit: Path = TOOLKIT):
        self.folder = copied(TEMPLATE, root / "my-tool")
        self.said: list[str] = []
        self.cache = Cache(root / "cache", self.said.append)
        self.toolchain = TypeScriptToolchain(toolkit)

    def build(self, target: Target = AWS) -> Package:
        source = Source("my-tool", self.folder, "typescript", "agent sums")
        return build(source, target, self.cache, {"typescript": self.toolchain})


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """Its cache has the packages that other builds on this machine have installed, and nothing else."""
    installed = CACHE / "typescript-packages"
    installed.mkdir(parents=True, exist_ok=True)
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "typescript-packages").symlink_to(installed)
    return Workshop(tmp_path)


def test_in_aws_the_package_is_one_file_for_the_managed_runtime(workshop: Workshop) -> None:
    package = workshop.build()
    assert names(package) == ["index.js"]
    assert (package.runtime.name, package.runtime.handler) == ("nodejs24.x", "index.handler")


def test_on_the_host_it_brings_a_runtime_client_which_this_machines_node_runs(workshop: Workshop) -> None:
    package = workshop.build(HOST)
    assert names(package) == ["bootstrap", "index.js", "runtime.js"]
    assert (package.runtime.name, package.runtime.handler) == ("provided.al2023", "index.handler")
    assert text(package, "bootstrap").splitlines()[-1] == f'exec {shutil.which("node")} "$LAMBDA_TASK_ROOT/runtime.js"'


def test_the_same_sources_in_other_folders_and_another_cache_give_the_same_bytes(workshop: Workshop, tmp_path: Path) -> None:
    elsewhere = tmp_path / "else where" / "deeper"
    other = Workshop(elsewhere, copied(TOOLKIT, elsewhere / "toolkit"))
    ours, theirs = workshop.build(HOST), other.build(HOST)
    assert theirs.path != ours.path
    assert theirs.sha256 == ours.sha256
    bundle = text(ours, "index.js")
    assert not [place for place in (str(ROOT), str(tmp_path), "/tmp/", ".build/") if place in bundle]


def test_a_changed_handler_installs_nothing(workshop: Workshop) -> None:
    workshop.build()
    before = len(workshop.said)
    write(workshop.folder, {"src/more.ts": "export const more = 1;\n"})
    workshop.build()
    assert workshop.said[before] == "building packages/my-tool: my-tool/src/more.ts changed"
    assert not [line for line in workshop.said[before:] if "typescript-packages" in line]


def test_data_lies_beside_the_code(workshop: Workshop) -> None:
    write(workshop.folder, {"src/prompt.md": "Be kind.", "data/words.txt": "one"})
    assert names(workshop.build()) == ["data/words.txt", "index.js", "prompt.md"]


def test_tests_and_readmes_are_no_part_of_it(workshop: Workshop) -> None:
    first = workshop.build()
    write(workshop.folder, {"test/more.test.ts": "not even TypeScript", "README.md": "# My tool\n", "node_modules/x.js": "x"})
    before = len(workshop.said)
    assert workshop.build() == first
    assert workshop.said[before:] == []


def test_a_type_that_is_wrong_stops_the_build_and_says_where(workshop: Workshop) -> None:
    write(workshop.folder, {"src/my-tool.ts": 'export function myTool({ text }: { text: string }): number {\n  return "x";\n}\n'})
    with pytest.raises(BuildError) as error:
        workshop.build()
    assert str(error.value).startswith("agent sums needs the function my-tool, and building it failed: `")
    assert "src/my-tool.ts(2,3): error TS2322: Type 'string' is not assignable to type 'number'." in str(error.value)


def test_a_package_that_is_not_in_the_lock_stops_the_build(workshop: Workshop) -> None:
    described = json.loads((workshop.folder / "package.json").read_text())
    write(workshop.folder, {"package.json": json.dumps(described | {"dependencies": {"zod": "4.6.7"}})})
    with pytest.raises(BuildError) as error:
        workshop.build()
    assert str(error.value) == (
        "agent sums needs the function my-tool, and the dependencies of my-tool/package.json aren't those of its "
        "package-lock.json. Run in that folder: npm install --package-lock-only"
    )


def test_without_node_the_error_says_who_needs_it_and_how_to_get_it(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingToolError) as error:
        workshop.build()
    assert str(error.value) == (
        "agent sums needs the function my-tool, which is written in typescript, and building it needs node 20 or newer, which "
        "isn't on this machine. Install Node.js 20 or newer, which brings npm: https://nodejs.org/en/download"
    )


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: str(path.relative_to(ROOT).parent))
def test_a_lock_has_a_digest_of_each_package_and_names_no_registry(path: Path) -> None:
    packages = json.loads(path.read_text())["packages"]
    assert [name for name, package in packages.items() if name and not package.get("integrity", "").startswith("sha512-")] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []
    given = json.loads(path.with_name("package.json").read_text())
    versions = {**given.get("dependencies", {}), **given.get("devDependencies", {})}
    assert [f"{name} {version}" for name, version in versions.items() if not version[0].isdigit()] == []


def test_the_compilers_are_installed_where_the_environment_says_production(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NODE_ENV", "production")
    needs = {"devDependencies": {"compiler": "file:compiler"}}
    link = {"node_modules/compiler": {"resolved": "compiler", "link": True}, "compiler": {"version": "1.0.0", "dev": True}}
    origin, into = tmp_path / "origin", tmp_path / "into"
    write(origin, {"package.json": json.dumps(needs)})
    write(origin, {"package-lock.json": json.dumps({"lockfileVersion": 3, "packages": {"": needs, **link}})})
    write(into, {"compiler/package.json": json.dumps({"name": "compiler", "version": "1.0.0"})})
    typescript._install(origin, into, Source("my-tool", origin, "typescript", "agent sums"))
    assert (into / "node_modules" / "compiler" / "package.json").is_file()
