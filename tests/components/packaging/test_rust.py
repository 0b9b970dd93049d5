"""From a Rust function's folder to its package. The crates here need nothing but Rust itself, so nothing comes from a network."""

import os
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from components.packaging import commands, rust
from components.packaging.cache import Cache
from components.packaging.errors import BuildError, MissingToolError
from components.packaging.package import Package, build
from components.packaging.rust import RustToolchain
from components.packaging.source import Source
from components.packaging.target import Runtime, Target
from tests.components.packaging.lambdas import AWS, HOST, names, write

TOOLKIT = {
    "Cargo.toml": '[package]\nname = "toolkit"\nversion = "0.0.0"\nedition = "2024"\n',
    "Cargo.lock": "this is no lock: a function's own one counts",
    "src/lib.rs": 'pub fn hello() -> String { format!("hello of {}", file!()) }\n',
    "template/src/main.rs": "this is no Rust",
    "requirements.txt": "",
}
FUNCTION = {
    "Cargo.toml": '[package]\nname = "adder"\nversion = "0.0.0"\nedition = "2024"\n\n[[bin]]\nname = "bootstrap"\n'
    'path = "src/main.rs"\n\n[dependencies]\ntoolkit = { path = "../../toolkit/rust" }\n',
    "Cargo.lock": 'version = 4\n\n[[package]]\nname = "adder"\nversion = "0.0.0"\ndependencies = [\n "toolkit",\n]\n\n'
    '[[package]]\nname = "toolkit"\nversion = "0.0.0"\n',
    "src/main.rs": 'fn main() { println!("{} {}", toolkit::hello(), include_str!("../tools.json")); }\n',
    "tools.json": '{"language": "rust"}',
    "data/words.txt": "beside the executable",
    "README.md": "not compiled",
    "target/debug/adder": "left by a person",
}


class Workshop:
    """A folder with a toolkit, a cache and a function."""

    def __init__(self, root: Path):
        self.root, self.said = root, list[str]()
        write(root / "toolkit", TOOLKIT)
        write(root / "adder", FUNCTION)
        self.source = Source("adder", root / "adder", "rust", "agent sums")
        self.toolchain = RustToolchain(root / "toolkit")

    def build(self, target: Target = HOST) -> Package:
        self.said.clear()
        return build(self.source, target, Cache(self.root / "cache", self.said.append), {"rust": self.toolchain})


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


def bootstrap(package: Package) -> bytes:
    with zipfile.ZipFile(package.path) as archive:
        return archive.read("bootstrap")


def run(package: Package, folder: Path) -> str:
    program = folder / "bootstrap"
    program.write_bytes(bootstrap(package))
    program.chmod(0o755)
    return subprocess.run([program], env={}, capture_output=True, text=True, check=True).stdout


def test_a_package_is_one_executable_which_holds_the_toolkit_and_the_declaration(workshop: Workshop, tmp_path: Path) -> None:
    package = workshop.build()
    assert names(package) == ["bootstrap", "data/words.txt"]
    assert package.runtime == Runtime("provided.al2023", "bootstrap")
    assert run(package, tmp_path) == 'hello of lambda/toolkit/rust/src/lib.rs {"language": "rust"}\n'
    assert str(tmp_path).encode() not in bootstrap(package)


def test_the_same_sources_give_the_same_bytes_from_other_folders_and_caches(tmp_path: Path) -> None:
    packages = [Workshop(tmp_path / folder).build() for folder in ("one", "another/and deeper")]
    assert packages[0].sha256 == packages[1].sha256
    assert packages[0].path != packages[1].path


def test_two_functions_of_one_cache_keep_their_own_executables(workshop: Workshop, tmp_path: Path) -> None:
    write(tmp_path / "doubler", {**FUNCTION, "tools.json": '{"language": "rust", "other": 1}'})
    other = Source("doubler", tmp_path / "doubler", "rust", "agent sums")
    package = workshop.build()
    assert run(package, tmp_path).endswith('{"language": "rust"}\n')
    other_package = build(other, HOST, Cache(tmp_path / "cache", workshop.said.append), {"rust": workshop.toolchain})
    assert run(other_package, tmp_path).endswith('{"language": "rust", "other": 1}\n')


def test_what_is_not_compiled_changes_nothing_and_what_is_compiled_does(workshop: Workshop) -> None:
    workshop.build()
    write(workshop.root / "adder", {"README.md": "other words", "target/debug/adder": "newer"})
    write(workshop.root / "toolkit", {"template/src/main.rs": "other"})
    workshop.build()
    assert workshop.said == []
    write(workshop.root / "toolkit", {"src/lib.rs": 'pub fn hello() -> &\'static str { "changed" }\n'})
    workshop.build()
    assert workshop.said[0] == "building packages/adder: toolkit/src/lib.rs changed"


def test_a_changed_file_is_compiled_however_old_it_is_and_one_that_is_gone_is_not(workshop: Workshop, tmp_path: Path) -> None:
    write(workshop.root / "adder", {"build.rs": "fn main() {}\n"})
    workshop.build()
    declaration = workshop.root / "adder/tools.json"
    declaration.write_text('{"language": "rust", "other": 1}')
    os.utime(declaration, (1_000_000_000, 1_000_000_000))
    (workshop.root / "adder/build.rs").unlink()
    assert run(workshop.build(), tmp_path).endswith('{"language": "rust", "other": 1}\n')
    staged = tmp_path / "cache/compiled-rust/staged/adder/lambda/tools/adder"
    assert sorted(path.name for path in staged.iterdir() if path.is_file()) == ["Cargo.toml", "tools.json"]


def test_the_key_holds_the_compiler_and_what_links_for_aws(workshop: Workshop) -> None:
    here, aws = (workshop.toolchain.made_from(workshop.source, target) for target in (HOST, AWS))
    assert re.fullmatch(r"\d+\.\d+\.\d+", here["rustc"])
    assert aws.keys() - here.keys() == {"toolkit/requirements.txt", "uv"}


def test_code_that_does_not_compile_is_said_with_the_compilers_words(workshop: Workshop) -> None:
    write(workshop.root / "adder", {"src/main.rs": "fn main() { nothing_of_this_name(); }\n"})
    with pytest.raises(BuildError) as error:
        workshop.build()
    assert "agent sums needs the function adder, and building it failed: `cargo build" in str(error.value)
    assert "cannot find function `nothing_of_this_name`" in str(error.value)


def test_a_lock_that_is_missing_or_that_does_not_fit_is_refused(workshop: Workshop) -> None:
    (workshop.root / "adder/Cargo.lock").unlink()
    with pytest.raises(BuildError, match=r"the function adder, which has no Cargo\.lock\. In its folder: cargo generate-lockfile"):
        workshop.build()
    write(workshop.root / "adder", {"Cargo.lock": "version = 4\n"})
    with pytest.raises(BuildError, match=r"(?s)--locked.*\nadder/Cargo\.toml was changed without its lock: make lock$"):
        workshop.build()


def test_settings_of_a_shell_are_not_compiled_in(workshop: Workshop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = workshop.build()
    monkeypatch.setenv("RUSTFLAGS", "--cfg spoilt")
    monkeypatch.setenv("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
    monkeypatch.setenv("CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS", "true")
    monkeypatch.setenv("RUSTC_WRAPPER", str(tmp_path / "no such program"))
    assert Workshop(tmp_path / "again").build().sha256 == before.sha256


@pytest.mark.parametrize("program", ["rustc", "cargo"])
def test_a_missing_compiler_is_said_with_the_agent_and_how_it_is_installed(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    which = commands.shutil.which
    monkeypatch.setattr(commands.shutil, "which", lambda name: None if name == program else which(name))
    with pytest.raises(MissingToolError) as error:
        workshop.build()
    assert str(error.value) == (
        f"agent sums needs the function adder, which is written in rust, and building it needs {program} 1.89 or newer, which "
        f"isn't on this machine. {rust.INSTALL}"
    )


def test_aws_without_rusts_library_for_its_processors_says_the_command(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def answer(command, *rest):
        return f"{tmp_path}\n" if command == ["rustc", "--print", "sysroot"] else commands.run(command, *rest)

    monkeypatch.setattr(rust, "run", answer)
    for target, triple in ((AWS, "aarch64-unknown-linux-gnu"), (Target("aws", "x86_64"), "x86_64-unknown-linux-gnu")):
        with pytest.raises(MissingToolError) as error:
            workshop.build(target)
        assert str(error.value) == (
            "agent sums needs the function adder, which is written in Rust, and building it for AWS needs Rust's standard "
            f"library for {triple}, which isn't on this machine. Install it: rustup target add {triple}"
        )


def test_for_aws_it_needs_no_newer_glibc_than_amazon_linux_has(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.toolchain.toolkit.joinpath("requirements.txt").write_text((rust_toolkit() / "requirements.txt").read_text())
    package = workshop.build(Target("aws", "x86_64"))
    needed = {tuple(map(int, found.split(b"."))) for found in re.findall(rb"GLIBC_(\d+\.\d+)", bootstrap(package))}
    assert needed
    assert max(needed) <= tuple(map(int, rust.GLIBC_IN_AWS.split(".")))
    assert str(tmp_path).encode() not in bootstrap(package)


def rust_toolkit() -> Path:
    return Path(rust.__file__).parents[2] / "lambda" / "toolkit" / "rust"
