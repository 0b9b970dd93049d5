"""Runs `prepare.py` in a function's folder, which makes data for the package.

It runs as `python prepare.py <output folder>` on this machine. It can import only the packages of `prepare-requirements.txt`. It
sees only the files named `prepare*` and those that `build.toml` names, so that nothing else can change its result:

    [prepare]
    reads = ["database/tables.py"]   # globs of files in the Lambda's folder
    packages_for_python = "3.12"     # for a package that asks for a newer Python than it needs. Default: the running Python

The result is cached by itself, because it may take minutes to make and is the same for every architecture.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from components.packaging import uv
from components.packaging.errors import BuildError
from components.packaging.requirements import refuse_stale_locks
from components.packaging.source import Source, digests, recipe
from components.packaging.target import interpreter, running_python


def made_from(source: Source) -> dict[str, str]:
    """Return all that the prepared data depends on. Return an empty dict for a folder without `prepare.py`."""
    if not (source.folder / "prepare.py").is_file():
        return {}
    refuse_stale_locks([source.folder / "prepare-requirements.txt"], source)
    return {
        **digests(source.prepare_files(), f"{source.name}/"),
        "Python that prepares": running_python(),
        "packages that prepare are for Python": _packages_for(source),
        "uv": uv.version(uv.find_uv(source)),
        "how data is prepared": recipe(__file__, uv.__file__),
    }


def prepare(source: Source, into: Path) -> None:
    """Run `prepare.py`. Raises BuildError with the last lines of its output if it fails."""
    with tempfile.TemporaryDirectory(prefix="prepare-") as scratch:
        inputs, packages = Path(scratch, "inputs"), Path(scratch, "packages")
        for name, path in source.prepare_files().items():
            (inputs / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, inputs / name)
        if (lock := inputs / "prepare-requirements.txt").is_file():
            uv.install(source, packages, [lock], "--python-version", _packages_for(source))
        done = subprocess.run(
            # -S hides the packages of this machine.
            [interpreter(), "-S", "prepare.py", into.resolve()],
            cwd=inputs,
            env={"PYTHONPATH": str(packages), "PATH": os.defpath, "TMPDIR": scratch, "TZ": "UTC", "PYTHONHASHSEED": "0"},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode != 0:
        last = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise BuildError(f"{source.name}/prepare.py, which {source.needed_by} needs, failed:\n{last}")


def _packages_for(source: Source) -> str:
    return source.settings().packages_for_python or running_python()
