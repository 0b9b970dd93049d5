"""Builds a Rust function: one executable, which holds its `tools.json` too.

For AWS cargo-zigbuild links it against the glibc of Amazon Linux 2023, on any machine. For the laptop cargo alone builds it.
Compiled libraries stay below the cache's folder, so that a changed function doesn't compile them again.
"""

import os
import shutil
from pathlib import Path

from components.packaging import uv
from components.packaging.cache import Cache
from components.packaging.commands import Program, run, version
from components.packaging.errors import BuildError, MissingToolError
from components.packaging.layout import lay
from components.packaging.requirements import refuse_stale_locks
from components.packaging.source import Source, digests, files_of
from components.packaging.target import Architecture, Runtime, Target

INSTALL = (
    "Install Rust from https://rustup.rs, or bring it up to date by `rustup update`, so that `cargo --version` runs in this shell."
)
RUSTC = Program("rustc", (1, 89), "--version", INSTALL)
CARGO = Program("cargo", (1, 89), "--version", INSTALL)

# https://docs.aws.amazon.com/linux/al2023/ug/core-glibc.html
GLIBC_IN_AWS = "2.34"

_TRIPLES: dict[Architecture, str] = {"arm64": "aarch64-unknown-linux-gnu", "x86_64": "x86_64-unknown-linux-gnu"}

_NOT_OF_THE_TOOLKIT = ("target", "*.md", ".*", "template", "requirements*", "Cargo.lock", "rustfmt.toml")

# The workspace is the staged folder, because cargo writes paths outside of the workspace into compiled code. The toolkit is no
# member of the workspace: it has no lock of its own there.
_WORKSPACE = """\
[workspace]
members = ["lambda/tools/{name}"]
exclude = ["lambda/toolkit"]
resolver = "3"
"""

# Set as variables, because a person's variables and settings file overrule a Cargo.toml. Only the first two differ from cargo's
# defaults.
_PROFILE = {
    **{"CODEGEN_UNITS": "1", "STRIP": "symbols"},
    **{"OPT_LEVEL": "3", "LTO": "false", "PANIC": "unwind", "DEBUG": "false", "DEBUG_ASSERTIONS": "false"},
    **{"OVERFLOW_CHECKS": "false", "INCREMENTAL": "false", "RPATH": "false"},
}

# These overrule the environment of a person. So do the flags and the target of each build.
_COMPILER = {
    **{"RUSTC_WRAPPER": "", "CARGO_INCREMENTAL": "0", "CARGO_TERM_COLOR": "never"},
    **{f"CARGO_PROFILE_RELEASE_{name}": value for name, value in _PROFILE.items()},
}


class RustToolchain:
    """Builds functions in Rust.

    toolkit: the folder with the tool contract in Rust, a crate that the functions refer to as `../../toolkit/rust`.
    """

    def __init__(self, toolkit: Path):
        self.toolkit = toolkit

    def runtime(self, target: Target) -> Runtime:
        return Runtime("provided.al2023", "bootstrap")

    def made_from(self, source: Source, target: Target) -> dict[str, str]:
        parts = {
            **digests(source.contents().built, f"{source.name}/"),
            **digests(self._of_the_toolkit(source), "toolkit/"),
            "rustc": version(RUSTC, source),
            "cargo": version(CARGO, source),
        }
        return {**parts, **self._linker_made_from(source)} if target.packaging == "aws" else parts

    def lay_out(self, source: Source, target: Target, cache: Cache, folder: Path) -> None:
        if not (source.folder / "Cargo.lock").is_file():
            raise BuildError(
                f"{source.needed_by} needs the function {source.name}, which has no Cargo.lock. "
                "In its folder: cargo generate-lockfile"
            )
        build: list[str | Path]
        environment = dict(_COMPILER)
        if target.packaging == "aws":
            triple = _TRIPLES[target.architecture]
            _need_library_of(triple, source)
            linker = cache.get("rust-linker", self._linker_made_from(source), lambda into: self._install_linker(source, into))
            environment["CARGO_ZIGBUILD_ZIG_PATH"] = str(linker / "ziglang" / "zig")
            build = [linker / "bin" / "cargo-zigbuild", "zigbuild", "--target", f"{triple}.{GLIBC_IN_AWS}"]
        else:
            triple = run(["rustc", "--print", "host-tuple"], source.folder, source).strip()
            build = ["cargo", "build", "--target", triple]
        # One build at a time: another process would stage its sources over these, and cargo would write the executable of the next
        # function over this one.
        with cache.compiled("compiled-rust") as root:
            staged, compiled = root / "staged" / source.name, root / f"{target.packaging}-{target.architecture}"
            environment |= {"CARGO_ENCODED_RUSTFLAGS": _flags(root), "CARGO_TARGET_DIR": str(compiled)}
            if not compiled.is_dir():
                cache.say(
                    f"{source.name} is the first function in Rust for {target}: its libraries are compiled, which takes minutes"
                )
            self._stage(source, staged)
            hints = {"because --locked was passed": f"{source.name}/Cargo.toml was changed without its lock: make lock"}
            run([*build, "--release", "--locked", "--bin", "bootstrap"], staged, source, environment, hints)
            shutil.copy(compiled / triple / "release" / "bootstrap", folder / "bootstrap")
        lay(source.files(), folder, source)

    def _of_the_toolkit(self, source: Source) -> dict[str, Path]:
        return files_of(self.toolkit, ignore=_NOT_OF_THE_TOOLKIT) if source.is_tool else {}

    def _stage(self, source: Source, staged: Path) -> None:
        """Copy the sources to where cargo builds them. The place is always the same, because cargo's keys contain it.

        Cargo recognizes changed files by their dates. A file with the same content stays as it is. Any other file is written, and
        so gets a new date even if the original is old.
        """
        files = {f"lambda/tools/{source.name}/{name}": path for name, path in source.contents().built.items()}
        files |= {f"lambda/toolkit/rust/{name}": path for name, path in self._of_the_toolkit(source).items()}
        files["Cargo.lock"] = files.pop(f"lambda/tools/{source.name}/Cargo.lock")
        contents = {name: path.read_bytes() for name, path in files.items()}
        contents["Cargo.toml"] = _WORKSPACE.format(name=source.name).encode()
        staged.mkdir(parents=True, exist_ok=True)
        for name, path in files_of(staged, ignore=()).items():
            if name not in contents:
                path.unlink()
        for name, content in contents.items():
            place = staged / name
            if not place.is_file() or place.read_bytes() != content:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)

    def _linker_made_from(self, source: Source) -> dict[str, str]:
        refuse_stale_locks([self.toolkit / "requirements.txt"], source)
        return {
            **digests({"toolkit/requirements.txt": self.toolkit / "requirements.txt"}),
            "uv": uv.version(uv.find_uv(source)),
        }

    def _install_linker(self, source: Source, into: Path) -> None:
        uv.install(source, into, [self.toolkit / "requirements.txt"])


def _flags(root: Path) -> str:
    """Return the flags that give the files in panics the same names on every machine.

    All functions get the same flags, because otherwise cargo would share no library between them.
    """
    cargo_home = os.environ.get("CARGO_HOME") or Path.home() / ".cargo"
    return "\x1f".join((f"--remap-path-prefix={cargo_home}=/cargo", f"--remap-path-prefix={root}=/build"))


def _need_library_of(triple: str, source: Source) -> None:
    """Raise MissingToolError if Rust's standard library for a target isn't installed."""
    sysroot = Path(run(["rustc", "--print", "sysroot"], source.folder, source).strip())
    if not (sysroot / "lib" / "rustlib" / triple / "lib").is_dir():
        raise MissingToolError(
            f"{source.needed_by} needs the function {source.name}, which is written in Rust, and building it for AWS needs Rust's "
            f"standard library for {triple}, which isn't on this machine. Install it: rustup target add {triple}"
        )
