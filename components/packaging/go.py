"""Builds a Go function: one static executable, which holds its `tools.json` too.

Go compiles for any machine on any other, so there is nothing here that differs between AWS and the laptop but the architecture.
What the environment of a person or Go's own settings file say about compiling is overruled; what they say about the network
(a proxy for modules, private modules) holds, because `go.sum` decides what a module may be.
"""

import json
import tempfile
from pathlib import Path

from components.packaging.cache import Cache
from components.packaging.commands import Program, run, version
from components.packaging.layout import lay
from components.packaging.source import Source, digests, files_of
from components.packaging.target import Architecture, Runtime, Target

GO = Program(
    name="go",
    oldest=(1, 26),
    version_argument="version",
    install="Install it from https://go.dev/dl/ or with your system's package manager, so that `go version` runs in this shell.",
)

_ARCHITECTURES: dict[Architecture, str] = {"arm64": "arm64", "x86_64": "amd64"}

# Neither is compiled. The template is a module of its own.
_NOT_COMPILED = ("*_test.go", "testdata", "*.md", ".*")
_NOT_OF_THE_TOOLKIT = (*_NOT_COMPILED, "template", "staticcheck.*")

_NETWORK = ("GOPROXY", "GONOPROXY", "GOPRIVATE", "GOSUMDB", "GONOSUMDB", "GOINSECURE", "GOVCS", "GOAUTH", "GOMODCACHE")

# An empty value is Go's default; GOENV=off leaves its settings file unread.
_COMPILER = {
    **dict.fromkeys(("GOFLAGS", "GOEXPERIMENT", "GODEBUG", "GOFIPS140", "GO111MODULE"), ""),
    **{"GOENV": "off", "GOWORK": "off", "GOTOOLCHAIN": "local", "CGO_ENABLED": "0", "GOOS": "linux"},
    **{"GOAMD64": "v1", "GOARM64": "v8.0"},
}

# lambda.norpc leaves out the protocol of a runtime that AWS has retired.
_BUILD = ("build", "-trimpath", "-buildvcs=false", "-mod=readonly", "-tags=lambda.norpc", "-ldflags=-s -w -buildid=")


# What go prints then.
_STALE = ("missing go.sum entry", "updates to go.mod needed", "no required module provides package")


class GoToolchain:
    """`toolkit` is the folder with the tool contract in Go, a module that the functions refer to as `../../toolkit/go`."""

    def __init__(self, toolkit: Path):
        self.toolkit = toolkit

    def runtime(self, target: Target) -> Runtime:
        return Runtime("provided.al2023", "bootstrap")

    def made_from(self, source: Source, target: Target) -> dict[str, str]:
        version(GO, source)
        return {
            **digests(self._of_the_function(source), f"{source.name}/"),
            **digests(self._of_the_toolkit(source), "toolkit/"),
            # Not what `version` found: a variable may name another Go there, and here it may not.
            "Go": run(["go", "env", "GOVERSION"], source.folder, source, _COMPILER).strip(),
        }

    def lay_out(self, source: Source, target: Target, cache: Cache, folder: Path) -> None:
        compiled = cache.root.resolve() / "compiled-go" / target.architecture
        if not compiled.is_dir():
            cache.say(f"{source.name} is the first function in Go for {target.architecture}: all is compiled, which takes a minute")
        network = json.loads(run(["go", "env", "-json", *_NETWORK], source.folder, source, {"GOTOOLCHAIN": "local"}))
        with tempfile.TemporaryDirectory() as scratch:
            staged = Path(scratch, "lambda", "tools", source.name)
            staged.mkdir(parents=True)
            lay(self._of_the_function(source), staged, source)
            if of_the_toolkit := self._of_the_toolkit(source):
                lay(of_the_toolkit, Path(scratch, "lambda", "toolkit", "go"), source)
            run(
                ["go", *_BUILD, "-o", folder / "bootstrap", "."],
                staged,
                source,
                {**network, **_COMPILER, "GOARCH": _ARCHITECTURES[target.architecture], "GOCACHE": str(compiled)},
                dict.fromkeys(_STALE, f"{source.name}/go.mod or an import was changed without the lock go.sum: make lock"),
            )

    def _of_the_function(self, source: Source) -> dict[str, Path]:
        return files_of(source.folder, ignore=_NOT_COMPILED)

    def _of_the_toolkit(self, source: Source) -> dict[str, Path]:
        return files_of(self.toolkit, ignore=_NOT_OF_THE_TOOLKIT) if source.is_tool else {}
