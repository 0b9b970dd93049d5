"""Builds a Python function: its own files, the toolkit, the data it prepares, and its locked packages for the target's machine.

The packages are a cached result of their own, so a changed handler installs nothing and needs no network.
"""

import shlex
from pathlib import Path

from components.packaging import bytecode, prepare, pruning, uv
from components.packaging.cache import Cache
from components.packaging.layout import lay
from components.packaging.requirements import refuse_stale_locks
from components.packaging.source import Source, digests, files_of, fits, recipe
from components.packaging.target import Runtime, Target, interpreter

HANDLER = "handler.handler"

# uv's names of the platforms. Current versions of packages have no wheels for older ones (manylinux2014).
PLATFORMS = {"arm64": "aarch64-manylinux_2_28", "x86_64": "x86_64-manylinux_2_28"}

# Files that the installer leaves, and that differ from machine to machine. Scripts name this machine's interpreter, RECORD has the
# scripts' digests, and the others have dates and paths.
_OF_THE_INSTALLER = (
    *("bin/*", ".lock", "*.dist-info/RECORD", "*.dist-info/INSTALLER", "*.dist-info/REQUESTED"),
    *("*.dist-info/direct_url.json", "*.dist-info/uv_cache.json"),
)

_BOOTSTRAP = """\
#!/bin/sh
# Lambda runs this file. -S hides the packages of this machine: what the package holds is all that can be imported, as in AWS.
export PYTHONPATH="$LAMBDA_TASK_ROOT" PYTHONNOUSERSITE=1 PYTHONDONTWRITEBYTECODE=1
exec {python} -S -m awslambdaric "$_HANDLER"
"""


class PythonToolchain:
    """Builds functions in Python.

    toolkit: the folder with the tool contract in Python: the package `toolkit`, its lock, and the host's lock.
    """

    def __init__(self, toolkit: Path):
        self.toolkit = toolkit

    def runtime(self, target: Target) -> Runtime:
        name = f"python{target.python}" if target.packaging == "aws" else "provided.al2023"
        return Runtime(name, HANDLER)

    def made_from(self, source: Source, target: Target) -> dict[str, str]:
        parts = {
            **digests(source.files(), f"{source.name}/"),
            "Python that runs it": target.python,
            **prepare.made_from(source),
            **self._packages_made_from(source, target),
        }
        if source.is_tool:
            parts |= digests(files_of(self.toolkit / "toolkit"), "toolkit/")
        if target.packaging == "host":
            parts["interpreter"] = interpreter()
        return parts

    def lay_out(self, source: Source, target: Target, cache: Cache, folder: Path) -> None:
        if hint := bytecode.hint(source, target):
            cache.say(hint)
        if target.packaging == "host":
            # Written first, so that `lay` refuses another file of this name.
            bootstrap = folder / "bootstrap"
            bootstrap.write_text(_BOOTSTRAP.format(python=shlex.quote(interpreter())))
            bootstrap.chmod(0o755)
        lay(source.files(), folder, source)
        if source.is_tool:
            lay({f"toolkit/{name}": path for name, path in files_of(self.toolkit / "toolkit").items()}, folder, source)
        bytecode.compile_own(folder, source, target)
        if prepared := prepare.made_from(source):
            made = cache.get(f"prepared/{source.name}", prepared, lambda into: prepare.prepare(source, into))
            lay(files_of(made, ignore=()), folder, source)
        packages = cache.get(
            f"python-packages/{source.shared.name if source.shared else source.name}",
            self._packages_made_from(source, target),
            lambda into: self._install(source, target, into),
        )
        lay(files_of(packages, ignore=()), folder, source)

    def _locks(self, source: Source, target: Target) -> dict[str, Path]:
        candidates = {f"{source.code.name}/requirements.txt": source.code / "requirements.txt"}
        if source.is_tool:
            candidates["toolkit/requirements.txt"] = self.toolkit / "requirements.txt"
        if target.packaging == "host":
            # In AWS the managed runtime brings these: the runtime's own client and boto3.
            candidates["toolkit/requirements-host.txt"] = self.toolkit / "requirements-host.txt"
        # Checked for a cached package too: the file that a lock is made from is no part of the cache's key.
        refuse_stale_locks(candidates.values(), source)
        return {name: path for name, path in candidates.items() if path.is_file()}

    def _packages_made_from(self, source: Source, target: Target) -> dict[str, str]:
        return {
            **digests(self._locks(source, target)),
            "left out": pruning.settings(source),
            "without source": str(source.settings().bytecode_only),
            "target": f"{target}, Python {target.python}",
            "bytecode": bytecode.compiler(target),
            "uv": uv.version(uv.find_uv(source)),
            "how packages are installed": recipe(__file__, bytecode.__file__, pruning.__file__, uv.__file__),
        }

    def _install(self, source: Source, target: Target, into: Path) -> None:
        locks = self._locks(source, target).values()
        if not locks:
            return
        for_aws = ("--python-platform", PLATFORMS[target.architecture], "--python-version", target.python)
        uv.install(source, into, locks, *(for_aws if target.packaging == "aws" else ()))
        for name, path in files_of(into, ignore=()).items():
            if fits(name, _OF_THE_INSTALLER):
                path.unlink()
        pruning.prune(into, source)
        bytecode.compile_packages(into, source, target)
