"""Builds a TypeScript function: tsc checks its types, and esbuild puts it, the toolkit and the locked packages into one file.

The compilers are the toolkit's own locked packages. A tool's folder locks only the packages that its code imports. Both are cached
results of their own, so a changed handler installs nothing and needs no network.

The build runs no scripts of the installed packages, because none of them needs one.
"""

import json
import platform
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

from components.packaging.cache import Cache
from components.packaging.commands import Program, run, version
from components.packaging.errors import BuildError
from components.packaging.layout import lay
from components.packaging.source import Source, digests, files_of, recipe
from components.packaging.target import Runtime, Target

# The newest Node.js that AWS manages, until April 2028. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
RUNTIME = "nodejs24.x"
HANDLER = "index.handler"

OLDEST_NODE = 20
_INSTALL = f"Install Node.js {OLDEST_NODE} or newer, which brings npm: https://nodejs.org/en/download"
NODE = Program("node", (OLDEST_NODE,), "--version", _INSTALL)
NPM = Program("npm", (10,), "--version", _INSTALL)

# The target is the oldest Node.js that may run the function on a laptop. Names are kept, because stack traces and Lambda's error
# types show them. With --preserve-symlinks the packages' files are named after the staged folders, and not after the cache's.
_BUNDLE = (
    *("--bundle", "--platform=node", f"--target=node{OLDEST_NODE}", "--format=cjs", "--charset=utf8", "--log-level=warning"),
    *("--minify-whitespace", "--minify-syntax", "--keep-names", "--legal-comments=none"),
    "--preserve-symlinks",
)

_NOT_OF_THE_TOOLKIT = ("node_modules", "test", "template", "programs", "biome.json", "*.md", ".*")
_LOCK = ("package.json", "package-lock.json", ".npmrc")

_BOOTSTRAP = """\
#!/bin/sh
# Lambda runs this file.
export AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true
exec {node} "$LAMBDA_TASK_ROOT/runtime.js"
"""


class TypeScriptToolchain:
    """Builds functions in TypeScript.

    toolkit: the folder with the tool contract in TypeScript, and the lock of the compilers.
    """

    def __init__(self, toolkit: Path):
        self.toolkit = toolkit

    def runtime(self, target: Target) -> Runtime:
        return Runtime(RUNTIME if target.packaging == "aws" else "provided.al2023", HANDLER)

    def made_from(self, source: Source, target: Target) -> dict[str, str]:
        parts = {
            **digests(source.contents().built, f"{source.name}/"),
            **digests(self._of_the_toolkit(), "toolkit/"),
            **_packages_made_from(source.folder, f"{source.name}/", source),
            **_packages_made_from(self.toolkit, "toolkit/", source),
        }
        if target.packaging == "host":
            parts["node"] = _node()
        return parts

    def lay_out(self, source: Source, target: Target, cache: Cache, folder: Path) -> None:
        with tempfile.TemporaryDirectory(prefix="typescript-") as scratch:
            # On macOS the temporary folder is a link. Without `resolve` names would be relative to its target.
            root = Path(scratch).resolve()
            tool = root / "lambda" / "tools" / source.name
            toolkit = root / "lambda" / "toolkit" / "typescript"
            _stage(source.folder, source.contents().built, tool, source.name, source, cache)
            _stage(self.toolkit, self._of_the_toolkit(), toolkit, "toolkit", source, cache)
            programs = toolkit / "node_modules" / ".bin"
            run([programs / "tsc", "--noEmit", "--project", "."], tool, source)
            run([programs / "esbuild", "src/index.ts", *_BUNDLE, f"--outfile={folder.resolve() / 'index.js'}"], tool, source)
            if target.packaging == "host":
                out = folder.resolve() / "runtime.js"
                run([programs / "esbuild", "runtime/runtime.ts", *_BUNDLE, f"--outfile={out}"], toolkit, source)
                bootstrap = folder / "bootstrap"
                bootstrap.write_text(_BOOTSTRAP.format(node=shlex.quote(_node())))
                bootstrap.chmod(0o755)
        lay(source.files(), folder, source)

    def _of_the_toolkit(self) -> dict[str, Path]:
        return files_of(self.toolkit, ignore=_NOT_OF_THE_TOOLKIT)


def _stage(origin: Path, files: dict[str, Path], place: Path, name: str, source: Source, cache: Cache) -> None:
    """Copy a folder's sources to where the tool and the toolkit find each other, and link its packages beside them."""
    place.mkdir(parents=True)
    lay(files, place, source)
    packages = cache.get(
        f"typescript-packages/{name}",
        _packages_made_from(origin, f"{name}/", source),
        lambda into: _install(origin, into, source),
    )
    (place / "node_modules").symlink_to((packages / "node_modules").resolve())


def _packages_made_from(folder: Path, prefix: str, source: Source) -> dict[str, str]:
    return {
        **digests(_lock_files(folder), prefix),
        # Some packages are programs for one kind of machine.
        "machine": f"{sys.platform}, {platform.machine()}",
        "version of node": version(NODE, source),
        "version of npm": version(NPM, source),
        "how packages are installed": recipe(__file__),
    }


def _lock_files(folder: Path) -> dict[str, Path]:
    return {name: folder / name for name in _LOCK if (folder / name).is_file()}


def _install(origin: Path, into: Path, source: Source) -> None:
    _check_lock(origin, source)
    for name, path in _lock_files(origin).items():
        shutil.copy(path, into / name)
    # The compilers are devDependencies, which npm leaves out where NODE_ENV is production.
    run(["npm", "ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"], into, source)
    # npm makes no such folder if there are no packages.
    (into / "node_modules").mkdir(exist_ok=True)


def _check_lock(folder: Path, source: Source) -> None:
    """Raise BuildError if a lock doesn't fit its package.json. npm says the same, with a page of usage after it."""
    given, lock = (json.loads(_text(folder / name)) for name in ("package.json", "package-lock.json"))
    locked = lock.get("packages", {}).get("", {})
    for kind in ("dependencies", "devDependencies"):
        if given.get(kind, {}) != locked.get(kind, {}):
            raise BuildError(
                f"{source.needed_by} needs the function {source.name}, and the {kind} of {folder.name}/package.json aren't those "
                "of its package-lock.json. Run in that folder: npm install --package-lock-only"
            )


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else "{}"


def _node() -> str:
    return shutil.which(NODE.name) or NODE.name
