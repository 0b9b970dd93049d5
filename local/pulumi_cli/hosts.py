"""The language hosts for programs in YAML and TypeScript: those of the Pulumi CLI's release, or else built from Go modules.

Pulumi's host of YAML is published as a module, that of Node.js isn't: `language_nodejs/main.go` says what stands in its place.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

from local.pulumi_cli import folder
from local.pulumi_cli.build import FLAGS, MODULES, compile_program, find_go
from local.pulumi_cli.folder import OTHER_HOSTS, Say

PACKAGES = {
    "nodejs": ("language_nodejs", "."),
    "yaml": ("language_yaml", "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml"),
}
"""The module and the package of each host, by Pulumi's name of the language."""

NO_GO = (
    "A program with the runtime {language} takes the program {host}. It isn't on the PATH, and building it takes Go, {{problem}}. "
    "Do one of the two and run the same command again:\n"
    "  install the Pulumi CLI, which brings it: https://www.pulumi.com/docs/install/\n"
    "  install Go 1.26 or newer:                https://go.dev/dl/"
)


def host_folder(
    language: str, pulumi: Path, built: Path, say: Say = print, environment: Mapping[str, str] = os.environ
) -> Path | None:
    """Return the folder of the language's host, for the PATH. None if Pulumi finds the host without it.

    language: the runtime of a Pulumi.yaml.
    pulumi: the Pulumi program that looks for the host.
    built: the folder of a build of the Pulumi CLI. The host is built beside it, and stays for the next call.

    Raises ToolchainError if it isn't there and can't be built here.
    """
    name = OTHER_HOSTS.get(language)
    if name is None:
        return None
    path = f"{pulumi.resolve().parent}{os.pathsep}{environment.get('PATH', os.defpath)}"
    if shutil.which(name, path=path):
        return None
    place = built.with_name(f"language-{language}")
    build_host(language, place, say)
    return place


def build_host(language: str, place: Path, say: Say = print) -> None:
    """Build a language's host into the folder `place`, unless it is there. Raises ToolchainError without a recent enough Go."""
    module, package = PACKAGES[language]
    name, made_from = OTHER_HOSTS[language], _fingerprint(language)
    if folder.is_made(place, made_from):
        return
    go = find_go(NO_GO.format(language=language, host=name))

    def fill(partial: Path) -> None:
        started = time.monotonic()
        say(f"Building {name} from its source, about a minute on two cores, once.")
        compile_program(go, MODULES / module, package, partial / name, say)
        say(f"  built in {time.monotonic() - started:.0f} s")

    folder.make(place, made_from, fill, say)


def _fingerprint(language: str) -> str:
    module, package = PACKAGES[language]
    digest = hashlib.sha256(repr((FLAGS, module, package)).encode())
    for file in sorted([*(MODULES / module).glob("go.*"), *(MODULES / module).glob("*.go")]):
        digest.update(file.read_bytes())
    return digest.hexdigest()
