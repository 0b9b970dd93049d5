"""Write the locks of npm, Cargo and Go anew: `python -m components.native_locks`, which `make lock` runs.

A folder's dependency file names exact versions. So only two things change in a lock: the dependencies that a person changed in that
file, and the dependencies of these.

The commands run in a copy in which every folder stands as it does in a build, because the folders refer to their toolkit as
`../../toolkit/<language>`. The Makefile writes Python's locks with uv, and java_locks.py writes Java's.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from agents.folders import ROOT

# By lock file: the command that is run in its folder, and the files that the command may change.
COMMANDS = {
    "package-lock.json": (
        ("npm", "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"),
        ("package-lock.json",),
    ),
    "Cargo.lock": (("cargo", "update", "--workspace", "--quiet"), ("Cargo.lock",)),
    "go.sum": (("go", "mod", "tidy"), ("go.mod", "go.sum")),
}
NOT_COPIED = ("node_modules", "target", "__pycache__", "dist")


def places(root: Path) -> dict[Path, Path]:
    """Return the place of each folder in a build. Folders are relative to the project, places to the copy."""
    folders = {Path("tests/javascript"): Path("tests/javascript")}
    for toolkit in sorted((root / "lambda" / "toolkit").iterdir()):
        language = toolkit.name
        folders[Path("lambda/toolkit", language)] = Path("lambda/toolkit", language)
        folders[Path("lambda/toolkit", language, "template")] = Path("lambda/tools", f"template-{language}")
        folders[Path("tests/conformance/tools", language)] = Path("lambda/tools", f"conformance-{language}")
    for tool in sorted((root / "lambda" / "tools").glob("*/tools.json")):
        folders[tool.parent.relative_to(root)] = tool.parent.relative_to(root)
    for tool in sorted(root.glob("examples/*/lambda/tools/*/tools.json")):
        example, name = tool.parents[3].name, tool.parent.name
        folders[tool.parent.relative_to(root)] = Path("lambda/tools", f"{example}-{name}")
    return {folder: place for folder, place in folders.items() if (root / folder).is_dir()}


def write_locks(root: Path) -> int:
    """Write all locks, and print what each command did. Return how many commands failed."""
    failed = 0
    with tempfile.TemporaryDirectory(prefix="locks-") as scratch:
        staged = {folder: Path(scratch, place) for folder, place in places(root).items()}
        for folder, place in staged.items():
            shutil.copytree(root / folder, place, ignore=shutil.ignore_patterns(*NOT_COPIED, "template"), dirs_exist_ok=True)
        for folder, place in staged.items():
            for lock, (command, written) in COMMANDS.items():
                if (place / lock).is_file():
                    failed += not _run(folder, place, command)
                    for name in written:
                        shutil.copyfile(place / name, root / folder / name)
    return failed


def _run(folder: Path, place: Path, command: tuple[str, ...]) -> bool:
    try:
        done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        print(f"{folder}: {command[0]} isn't on this machine, so its lock stays as it is", file=sys.stderr)
        return False
    print(f"{'locked' if done.returncode == 0 else 'FAILED'} {folder}: {' '.join(command)}")
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(1 if write_locks(ROOT) else 0)
