"""The tests and linters of the modules in Go: the toolkit, each tool function in Go, the toolkit's template, the tools of the
conformance suite and those of the examples.

The last three refer to the toolkit from the place that they are built in, so they are run in a staged copy. staticcheck is pinned
by `lambda/toolkit/go/staticcheck.mod` and its sum, and built by Go when it is first used.
"""

import shutil
from pathlib import Path

from components.packaging.package import ROOT
from tests.native.command import Command

_TOOLKIT = ROOT / "lambda" / "toolkit" / "go"
_STATICCHECK = _TOOLKIT / "staticcheck.mod"
_STAGED = ROOT / ".build" / "native-go"

# Where those are built that stand elsewhere.
_ELSEWHERE = {
    "lambda/toolkit/go/template": _STAGED / "lambda" / "tools" / "my-tool",
    "tests/conformance/tools/go": _STAGED / "lambda" / "tools" / "conformance",
    **{
        path.parent.relative_to(ROOT).as_posix(): _STAGED / "lambda" / "tools" / path.parent.name
        for path in sorted(ROOT.glob("examples/*/lambda/tools/*/go.mod"))
    },
}

# What a person's own settings say about the network holds.
_ENVIRONMENT = {"GOTOOLCHAIN": "local", "GOWORK": "off", "GOFLAGS": "-mod=readonly"}

_NODEJS_HOST = "local/pulumi_cli/language_nodejs"
"""It is only formatted here: the other checks would compile most of the Pulumi CLI, which the tests do with other options."""

# Prints what differs, and fails then, which gofmt itself doesn't.
_GOFMT = 'differs=$(gofmt -d .) && test -z "$differs" || { echo "$differs"; exit 1; }'


def stage() -> None:
    shutil.rmtree(_STAGED, ignore_errors=True)
    shutil.copytree(_TOOLKIT, _STAGED / "lambda" / "toolkit" / "go", ignore=shutil.ignore_patterns("template", "*_test.go"))
    for folder, place in _ELSEWHERE.items():
        shutil.copytree(ROOT / folder, place)


def tests() -> list[Command]:
    with_tests = {name: folder for name, folder in _modules().items() if any((ROOT / name).glob("*_test.go"))}
    return [_command("go test", name, folder, *_race(name), "./...") for name, folder in with_tests.items()]


def checks() -> list[Command]:
    return [
        command
        for name, folder in _modules().items()
        for command in (
            Command(f"gofmt {name}", folder, ("sh", "-c", _GOFMT), _ENVIRONMENT),
            _command("go mod tidy", name, folder, "-diff"),
            _command("go vet", name, folder, "./..."),
            _command(f"go tool -modfile={_STATICCHECK} staticcheck", name, folder, "./..."),
        )
    ] + [Command(f"gofmt {_NODEJS_HOST}", ROOT / _NODEJS_HOST, ("sh", "-c", _GOFMT), _ENVIRONMENT)]


def _command(go: str, name: str, folder: Path, *more: str) -> Command:
    words = go.split()
    title = " ".join(word for word in words if not word.startswith("-"))
    return Command(f"{title} {name}", folder, (*words, *more), _ENVIRONMENT)


def _race(name: str) -> list[str]:
    """Go's race detector needs a C compiler. Tools are where things run at once."""
    return ["-race"] if name.startswith("lambda/tools/") and shutil.which("cc") else []


def _modules() -> dict[str, Path]:
    """By what a person calls them, where they can be built."""
    tools = {path.parent.relative_to(ROOT).as_posix(): path.parent for path in sorted(ROOT.glob("lambda/tools/*/go.mod"))}
    return {"lambda/toolkit/go": _TOOLKIT, **tools, **_ELSEWHERE}
