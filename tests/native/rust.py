"""Rust's own tests and linters. They need cargo with clippy and rustfmt; what they compile stays in .build/rust."""

import json
from pathlib import Path

from components.packaging.package import ROOT
from tests.native.command import Command

TOOLKIT = ROOT / "lambda" / "toolkit" / "rust"
TEMPLATE = TOOLKIT / "template"
CONFORMANCE = ROOT / "tests" / "conformance" / "tools" / "rust"
EXAMPLES = tuple(path.parent for path in sorted(ROOT.glob("examples/*/lambda/tools/*/Cargo.toml")))
ELSEWHERE = (TEMPLATE, CONFORMANCE, *EXAMPLES)
BUILD = ROOT / ".build" / "rust"
# Nobody debugs these programs, and nobody edits between two builds: debug information and incremental files take time to write.
ENVIRONMENT = {"CARGO_TARGET_DIR": str(BUILD / "target"), "CARGO_PROFILE_DEV_DEBUG": "0", "CARGO_INCREMENTAL": "0"}


def stage() -> None:
    """Puts links to the folders that stand elsewhere beside one to the toolkit.

    They are made anew where they lead to another checkout: what is built may have been copied from there.
    """
    links = {_place(folder): folder for folder in ELSEWHERE}
    for link, target in {**links, BUILD / "lambda" / "toolkit" / "rust": TOOLKIT}.items():
        link.parent.mkdir(parents=True, exist_ok=True)
        if not link.is_symlink() or link.readlink() != target:
            link.unlink(missing_ok=True)
            link.symlink_to(target)


def tests() -> list[Command]:
    """The conformance tools have none of their own: tests/conformance plays them."""
    return [_cargo("test", "--locked", folder=folder) for folder in (TOOLKIT, TEMPLATE, *EXAMPLES, *_tools())]


def checks() -> list[Command]:
    folders = (TOOLKIT, *_tools(), *ELSEWHERE)
    return [command for folder in folders for command in (_format(folder), _clippy(folder))]


def _clippy(folder: Path) -> Command:
    return _cargo("clippy", "--locked", "--all-targets", after=("-D", "warnings"), folder=folder)


def _format(folder: Path) -> Command:
    arguments = ("cargo", "fmt", "--check", "--", "--config-path", str(TOOLKIT))
    return Command(f"cargo fmt {folder.relative_to(ROOT)}", folder, arguments)


def _cargo(command: str, *options: str, folder: Path, after: tuple[str, ...] = ()) -> Command:
    manifest = ("--manifest-path", str(_beside_the_toolkit(folder) / "Cargo.toml"))
    arguments = ("cargo", command, "--quiet", *manifest, *options, *(("--", *after) if after else ()))
    return Command(f"cargo {command} {folder.relative_to(ROOT)}", folder, arguments, ENVIRONMENT)


def _beside_the_toolkit(folder: Path) -> Path:
    """Where the folder finds its toolkit as `../../toolkit/rust`: a link, for those that stand elsewhere."""
    return _place(folder) if folder in ELSEWHERE else folder


def _place(folder: Path) -> Path:
    return BUILD / "lambda" / "tools" / f"{folder.name}-of-{folder.parent.name}"


def _tools() -> list[Path]:
    declarations = sorted((ROOT / "lambda" / "tools").glob("*/tools.json"))
    return [path.parent for path in declarations if json.loads(path.read_text("utf-8"))["language"] == "rust"]
