"""A new project of a person's own: a copy of an example's program with another name."""

import json
import re
import shlex
import shutil
import tempfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from agents.folders import ROOT
from cli.new.errors import LanguageError, NameRefusedError, NotMadeError
from cli.new.new_tool import NOT_COPIED
from cli.new.spelling import allowed
from local.package_links import LINKS, make_links
from local.this_command import agent

LANGUAGES = ("python", "typescript", "yaml")
"""The languages of the programs `examples/<language>-program`."""
EXAMPLE = agent("new project my-agents")
NAMED = ("Pulumi.yaml", "package.json", "package-lock.json")
"""The files that may hold the project's name."""
NOT_OF_A_PROJECT = (*NOT_COPIED, ".build", ".local", "charts", "sdks", *(Path(link).name for link in LINKS))

_LINK_OUT = re.compile(r"\[([^\]]+)\]\(\.\./\.\./[^)]*\)")


def new_project(folder: Path, name: str, language: str) -> Path:
    """Make the project `name` in a folder and return it. Raises NotMadeError, and then nothing was made."""
    allowed(name, "a project", (), EXAMPLE)
    if language not in LANGUAGES:
        raise LanguageError(f"there is no program in {language!r}: --language is one of {', '.join(LANGUAGES)}, like in: {EXAMPLE}")
    project = folder / name
    if project.exists():
        raise NameRefusedError(f"{name} is there already. Remove it, or take another name")
    try:
        _make(project, ROOT / "examples" / f"{language}-program")
    except OSError as error:
        raise NotMadeError(f"the project can't be made in this folder: {error}. Go to a folder of yours, and try again") from error
    return project


def _make(project: Path, template: Path) -> None:
    # Made beside its place and then renamed, so that the folder appears only when it is complete.
    with tempfile.TemporaryDirectory(dir=project.parent, prefix=".new-") as scratch:
        copy = Path(scratch, project.name)
        shutil.copytree(template, copy, ignore=shutil.ignore_patterns(*NOT_OF_A_PROJECT))
        for file in NAMED:
            if (copy / file).exists():
                (copy / file).write_text((copy / file).read_text("utf-8").replace(template.name, project.name), "utf-8")
        readme = copy / "README.md"
        # Its links lead to the example's repository.
        readme.write_text(_LINK_OUT.sub(r"The page “\1” of step-functions-agents", readme.read_text("utf-8")), "utf-8")
        make_links(copy)
        copy.rename(project)


def requirement() -> str:
    """Return what pip installs this package from: where it came from itself, or else the project's requirements.txt."""
    try:
        origin = json.loads(distribution("step-functions-agents").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        origin = {}
    return shlex.quote(origin["url"]) if "url" in origin else "-r requirements.txt"
