"""From a Go function's folder to its package. The module here needs nothing but Go itself, so nothing comes from a network."""

import shutil
import struct
import subprocess
import zipfile
from pathlib import Path

import pytest

from components.packaging import commands, go
from components.packaging.cache import Cache
from components.packaging.errors import BuildError, MissingToolError
from components.packaging.go import GoToolchain
from components.packaging.package import Package, build
from components.packaging.source import Source
from components.packaging.target import Runtime, Target
from tests.components.packaging.lambdas import HOST, names, write

TOOLKIT = {
    "go.mod": "module agents.internal/toolkit\n\ngo 1.26\n",
    "hello.go": 'package toolkit\n\nfunc Hello() string { return "hello of the toolkit" }\n',
    "hello_test.go": "package toolkit\n\nthis doesn't compile\n",
    "staticcheck.mod": "this is no module",
    "template/main.go": "this is no Go",
}
FUNCTION = {
    "go.mod": "module agents.internal/adder\n\ngo 1.26\n\nrequire agents.internal/toolkit v0.0.0\n\n"
    "replace agents.internal/toolkit => ../../toolkit/go\n",
    "main.go": 'package main\n\nimport (\n\t_ "embed"\n\t"fmt"\n\n\t"agents.internal/toolkit"\n)\n\n//go:embed tools.json\n'
    "var tools string\n\nfunc main() { fmt.Println(toolkit.Hello(), tools) }\n",
    "main_test.go": "package main\n\nthis doesn't compile\n",
    "tools.json": '{"language": "go"}',
}


class Workshop:
    """A folder with a toolkit, a cache and a function."""

    def __init__(self, root: Path):
        self.root, self.said = root, list[str]()
        write(root / "toolkit", TOOLKIT)
        write(root / "adder", FUNCTION)
        self.source = Source("adder", root / "adder", "go", "agent sums")
        self.toolchain = GoToolchain(root / "toolkit")

    def build(self, target: Target = HOST) -> Package:
        self.said.clear()
        return build(self.source, target, Cache(self.root / "cache", self.said.append), {"go": self.toolchain})


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """One that has compiled Go's own packages. Tests that change its files change them back by `write`."""
    return Workshop(tmp_path_factory.mktemp("built"))


@pytest.fixture
def workshop(built: Workshop) -> Workshop:
    write(built.root / "toolkit", TOOLKIT)
    write(built.root / "adder", FUNCTION)
    return built


def bootstrap(package: Package) -> bytes:
    with zipfile.ZipFile(package.path) as archive:
        return archive.read("bootstrap")


def test_a_package_is_one_executable_which_holds_the_toolkit_and_the_declaration(workshop: Workshop, tmp_path: Path) -> None:
    package = workshop.build()
    assert names(package) == ["bootstrap"]
    assert package.runtime == Runtime("provided.al2023", "bootstrap")
    program = tmp_path / "bootstrap"
    program.write_bytes(bootstrap(package))
    program.chmod(0o755)
    done = subprocess.run([program], env={}, capture_output=True, text=True, check=True)
    assert done.stdout == 'hello of the toolkit {"language": "go"}\n'


def test_data_lies_beside_the_executable_and_tests_are_left_out(workshop: Workshop) -> None:
    write(workshop.root / "adder", {"data/prompt.md": "Be kind."})
    package = workshop.build()
    shutil.rmtree(workshop.root / "adder" / "data")
    assert names(package) == ["bootstrap", "data/prompt.md"]
    assert [line for line in workshop.said if "leaves out" in line] == ["adder leaves out of its package: main_test.go"]


@pytest.mark.parametrize(("architecture", "machine"), [("arm64", 0xB7), ("x86_64", 0x3E)])
def test_it_is_for_linux_on_the_architecture_that_was_asked_for_and_needs_no_library(
    workshop: Workshop, architecture: str, machine: int
) -> None:
    package = workshop.build(Target("aws", architecture))
    assert package.runtime == Runtime("provided.al2023", "bootstrap")
    elf = bootstrap(package)
    # https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html
    assert elf[:6] == b"\x7fELF\x02\x01"
    assert struct.unpack_from("<HH", elf, 16) == (2, machine)
    segments, size, number = struct.unpack_from("<Q", elf, 32)[0], *struct.unpack_from("<HH", elf, 54)
    kinds = {struct.unpack_from("<I", elf, segments + index * size)[0] for index in range(number)}
    interpreter_segment = 3
    assert interpreter_segment not in kinds


def test_the_same_sources_give_the_same_bytes_in_another_folder_with_another_cache(workshop: Workshop, tmp_path: Path) -> None:
    other = Workshop(tmp_path / "elsewhere" / "deeper")
    first, second = workshop.build(), other.build()
    assert first.path != second.path
    assert first.sha256 == second.sha256


def test_no_folder_of_this_machine_is_in_the_executable(workshop: Workshop) -> None:
    assert str(workshop.root).encode() not in bootstrap(workshop.build())


def test_what_a_person_set_for_their_own_builds_changes_nothing(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    before = workshop.build()
    settings = workshop.root / "goenv"
    settings.write_text("GOFLAGS=-tags=other -mod=mod\nGOAMD64=v3\nGOARM64=v9.0\nCGO_ENABLED=1\n")
    monkeypatch.setenv("GOENV", str(settings))
    for name, value in {"GOFLAGS": "-gcflags=-N", "GOOS": "windows", "GOARCH": "386", "GOWORK": "/none/go.work"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("components.packaging.package._recipe", lambda toolchain: "another, so that it is built anew")
    after = workshop.build()
    assert workshop.said != []
    assert after.sha256 == before.sha256


def test_unchanged_sources_and_changed_tests_are_not_built_again(workshop: Workshop) -> None:
    workshop.build()
    write(
        workshop.root,
        {"adder/main_test.go": "package main\n", "toolkit/hello_test.go": "package toolkit\n", "adder/README.md": "x"},
    )
    workshop.build()
    assert workshop.said == []


@pytest.mark.parametrize(
    ("file", "text", "changed"),
    [
        ("adder/main.go", FUNCTION["main.go"] + "// changed\n", "adder/main.go"),
        ("adder/tools.json", "{}", "adder/tools.json"),
        ("toolkit/hello.go", TOOLKIT["hello.go"] + "// changed\n", "toolkit/hello.go"),
    ],
)
def test_a_changed_file_builds_anew(workshop: Workshop, file: str, text: str, changed: str) -> None:
    workshop.build()
    write(workshop.root, {file: text})
    workshop.build()
    assert workshop.said[0] == f"building packages/adder: {changed} changed"


def test_a_package_is_known_by_what_is_compiled_and_by_the_compiler(workshop: Workshop) -> None:
    made_from = workshop.toolchain.made_from(workshop.source, HOST)
    assert made_from["Go"].startswith("go1.")
    assert made_from.keys() == {
        "Go",
        *(f"adder/{name}" for name in ("go.mod", "main.go", "tools.json")),
        "toolkit/go.mod",
        "toolkit/hello.go",
    }


def test_code_that_does_not_compile_is_said_with_the_function_and_the_agent(workshop: Workshop) -> None:
    write(workshop.root, {"adder/main.go": "package main\n\nfunc main() { undefined() }\n"})
    with pytest.raises(
        BuildError, match=r"(?s)agent sums needs the function adder, and building it failed: .*undefined: undefined"
    ):
        workshop.build()


def test_a_lock_that_lacks_a_module_is_refused_and_not_mended(workshop: Workshop) -> None:
    more = FUNCTION["go.mod"].replace("v0.0.0\n\n", "v0.0.0\n\nrequire example.com/other v1.0.0\n\n")
    write(
        workshop.root, {"adder/go.mod": more, "adder/main.go": 'package main\n\nimport _ "example.com/other"\n\nfunc main() {}\n'}
    )
    with pytest.raises(BuildError, match=r"(?s)go\.sum.*\nadder/go\.mod or an import was changed without .*: make lock$"):
        workshop.build()


def test_without_go_the_error_names_the_agent_and_how_to_install_it(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(workshop.root))
    with pytest.raises(MissingToolError) as missing:
        workshop.build()
    said = "agent sums needs the function adder, which is written in go, and building it needs go 1.26 or newer"
    assert str(missing.value) == f"{said}, which isn't on this machine. {go.GO.install}"


def test_a_go_that_is_too_old_is_said_with_its_version(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "_version", lambda path, argument: "1.25.4")
    with pytest.raises(
        MissingToolError, match=r"building it needs go 1\.26 or newer; .*go is 1\.25\.4\. Install it from https://go\.dev/dl/"
    ):
        workshop.build()
