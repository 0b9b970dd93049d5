"""Builds a Go function: one static executable, which holds its `tools.json` too.

Go compiles for any machine on any other, so builds for AWS and for the laptop differ only in the architecture.

The build ignores what a person's environment and Go's settings file say about compiling. It keeps what they say about the network
(a proxy for modules, private modules), because `go.sum` decides what a module may be.
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

# The template is a module of its own.
_NOT_OF_THE_TOOLKIT = ("*_test.go", "testdata", "*.md", ".*", "template", "staticcheck.*")

_NETWORK = ("GOPROXY", "GONOPROXY", "GOPRIVATE", "GOSUMDB", "GONOSUMDB", "GOINSECURE", "GOVCS", "GOAUTH", "GOMODCACHE")

# An empty value means Go's default. With GOENV=off Go doesn't read its settings file.
_COMPILER = {
    **dict.fromkeys(("GOFLAGS", "GOEXPERIMENT", "GODEBUG", "GOFIPS140", "GO111MODULE"), ""),
    **{"GOENV": "off", "GOWORK": "off", "GOTOOLCHAIN": "local", "CGO_ENABLED": "0", "GOOS": "linux"},
    **{"GOAMD64": "v1", "GOARM64": "v8.0"},
}

# lambda.norpc leaves out the protocol of a runtime that AWS has retired.
_BUILD = ("build", "-trimpath", "-buildvcs=false", "-mod=readonly", "-tags=lambda.norpc", "-ldflags=-s -w -buildid=")

# The words that go prints when go.mod or go.sum is stale.
_STALE = ("missing go.sum entry", "updates to go.mod needed", "no required module provides package")


class GoToolchain:
    """Builds functions in Go.

    toolkit: the folder with the tool contract in Go, a module that the functions refer to as `../../toolkit/go`.
    """

    def __init__(self, toolkit: Path):
        self.toolkit = toolkit

    def runtime(self, target: Target) -> Runtime:
        return Runtime("provided.al2023", "bootstrap")

    def made_from(self, source: Source, target: Target) -> dict[str, str]:
        version(GO, source)
        return {
            **digests(source.contents().built, f"{source.name}/"),
            **digests(self._of_the_toolkit(source), "toolkit/"),
            # A variable may choose another Go for `version`. It can't choose the Go of the build, so this asks again.
            "Go": run(["go", "env", "GOVERSION"], source.folder, source, _COMPILER).strip(),
        }

    def lay_out(self, source: Source, target: Target, cache: Cache, folder: Path) -> None:
        compiled = f"compiled-go/{target.architecture}"
        if not (cache.root / compiled).is_dir():
            cache.say(f"{source.name} is the first function in Go for {target.architecture}: all is compiled, which takes a minute")
        network = json.loads(run(["go", "env", "-json", *_NETWORK], source.folder, source, {"GOTOOLCHAIN": "local"}))
        with tempfile.TemporaryDirectory() as scratch:
            staged = Path(scratch, "lambda", "tools", source.name)
            staged.mkdir(parents=True)
            lay(source.contents().built, staged, source)
            if of_the_toolkit := self._of_the_toolkit(source):
                lay(of_the_toolkit, Path(scratch, "lambda", "toolkit", "go"), source)
            with cache.compiled(compiled) as own_cache:
                run(
                    ["go", *_BUILD, "-o", folder / "bootstrap", "."],
                    staged,
                    source,
                    {**network, **_COMPILER, "GOARCH": _ARCHITECTURES[target.architecture], "GOCACHE": str(own_cache)},
                    dict.fromkeys(_STALE, f"{source.name}/go.mod or an import was changed without the lock go.sum: make lock"),
                )
        lay(source.files(), folder, source)

    def _of_the_toolkit(self, source: Source) -> dict[str, Path]:
        return files_of(self.toolkit, ignore=_NOT_OF_THE_TOOLKIT) if source.is_tool else {}
