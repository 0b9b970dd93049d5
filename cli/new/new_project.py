"""A new project of a person's own: a copy of `examples/python-program` with another name."""

import shutil
import tempfile
from pathlib import Path

from agents.folders import ROOT
from cli.new.errors import NameRefusedError
from cli.new.new_tool import NOT_COPIED
from cli.new.spelling import allowed
from local.package_links import LINKS, make_links
from local.this_command import agent

TEMPLATE = ROOT / "examples" / "python-program"
EXAMPLE = agent("new project my-agents")
NAMED = ("Pulumi.yaml",)
"""The files that hold the project's name."""


def new_project(folder: Path, name: str) -> Path:
    """Make the project `name` in a folder and return it. Raises NotMadeError, and then nothing was made."""
    allowed(name, "a project", (), EXAMPLE)
    project = folder / name
    if project.exists():
        raise NameRefusedError(f"{name} is there already. Remove it, or take another name")
    # Made beside its place and then renamed, so that the folder appears only when it is complete.
    with tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as scratch:
        copy = Path(scratch, name)
        links = {Path(link).name for link in LINKS}
        shutil.copytree(TEMPLATE, copy, ignore=shutil.ignore_patterns(*NOT_COPIED, ".build", ".local", "charts", *links))
        for file in NAMED:
            text = (copy / file).read_text("utf-8")
            (copy / file).write_text(text.replace(TEMPLATE.name, name), "utf-8")
        make_links(copy)
        copy.rename(project)
    return project
