"""A new folder of `lambda/tools`: a copy of its language's template, with the name replaced."""

import re
import shutil
import tempfile
from pathlib import Path

from agents.tools_json.file import checked
from cli.new.errors import LanguageError, NameRefusedError
from cli.new.spelling import Spelling, allowed
from local.this_command import agent

MY_TOOL = Spelling("my-tool")
EXAMPLE = agent("new tool word-counter --language go")

# A person's own builds and tests leave these in a template.
NOT_COPIED = ("node_modules", "target", "__pycache__", "*.pyc", ".venv", "dist")


def new_tool(root: Path, name: str, language: str) -> Path:
    """Make `lambda/tools/<name>` in the project at `root` and return it. Raises NotMadeError, and then nothing was made."""
    tools = root / "lambda" / "tools"
    spelling = allowed(name, "a tool function", taken_names(tools), EXAMPLE)
    template = template_of(root, language)
    folder = tools / name
    if folder.exists():
        raise NameRefusedError(f"lambda/tools/{name} is there already, without a tools.json. Remove it, or take another name")
    # Made beside its place and then renamed, so that the folder appears only when it is complete.
    with tempfile.TemporaryDirectory(dir=tools, prefix=".new-") as scratch:
        copy = Path(scratch, name)
        shutil.copytree(template, copy, ignore=shutil.ignore_patterns(*NOT_COPIED))
        rename(copy, spelling)
        copy.rename(folder)
    return folder


def languages(root: Path) -> list[str]:
    """Return the languages that have a template."""
    return sorted(path.parent.name for path in (root / "lambda" / "toolkit").glob("*/template") if path.is_dir())


def template_of(root: Path, language: str) -> Path:
    there = languages(root)
    if language not in there:
        given = f"there is no language {language!r}" if language else "no language was given"
        raise LanguageError(f"{given}: --language is one of {', '.join(there)}, like in: {EXAMPLE}")
    return root / "lambda" / "toolkit" / language / "template"


def taken_names(tools: Path) -> set[str]:
    """Return the names of all folders of `lambda/tools` and of all their tools. Raises DeclarationError."""
    taken = set()
    for path in tools.glob("*/tools.json"):
        file = path.relative_to(tools.parents[1]).as_posix()
        taken |= {path.parent.name, *(tool["name"] for tool in checked(path.read_bytes(), file)["tools"])}
    return taken


def rename(folder: Path, spelling: Spelling) -> None:
    """Replace `my-tool`, in every spelling, in the files' content and in the names of files and folders."""
    # Rename the deepest first, because the paths below a folder hold its old name.
    for path in sorted(folder.rglob("*"), key=lambda path: len(path.parts), reverse=True):
        if path.is_file():
            text = path.read_text("utf-8")
            path.write_text(_in_cargos_order(path, spelling.instead_of(MY_TOOL, text)), "utf-8")
        path.rename(path.with_name(spelling.instead_of(MY_TOOL, path.name)))


def _in_cargos_order(path: Path, text: str) -> str:
    """Sort the packages of Cargo's lock by name, as Cargo does. Otherwise the first build would rewrite the file."""
    if path.name != "Cargo.lock":
        return text
    head, *packages = re.split(r"^(?=\[\[package\]\]$)", text, flags=re.MULTILINE)
    return head + "\n".join(sorted((package.strip() + "\n" for package in packages), key=_name_and_version))


def _name_and_version(package: str) -> tuple[str, str]:
    found = dict(re.findall(r'^(name|version) = "([^"]*)"$', package, flags=re.MULTILINE))
    return found.get("name", ""), found.get("version", "")
