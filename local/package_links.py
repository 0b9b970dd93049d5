"""Links from a person's own project to files of the package, for editors and for the tests of tools.

A tool in Go, Rust, Java or TypeScript refers to `../../toolkit/<language>`, and its `tools.json` to `../tools.schema.json`.
The build needs no links: it copies the tool and the toolkit to where they find each other.
"""

from contextlib import suppress
from pathlib import Path

from agents.folders import PROJECT, ROOT

LINKS = ("lambda/toolkit", "lambda/tools/tools.schema.json")


def make_links(project: Path = PROJECT, root: Path = ROOT) -> None:
    """Make the links, or lead them to the package of this environment. A person's own file or folder of that name stays."""
    if project == root or not (project / "lambda" / "tools").is_dir():
        return
    for name in LINKS:
        place, target = project / name, root / name
        if place.is_symlink() and place.readlink() != target:
            place.unlink()
        if not place.exists() and not place.is_symlink():
            # Another command may make it at the same time.
            with suppress(FileExistsError):
                place.symlink_to(target)
