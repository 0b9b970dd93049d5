"""Build the wheel `step-functions-agents` from a checkout: pip and uv call this module, as pyproject.toml says (PEP 517).

The wheel has one import name, `step_functions_agents`, with this repository's folders below it. So a project may have folders
`agents` and `components` of its own. In the checkout the folders keep their short import names, and the wheel's copies import each
other by the long ones: `rewritten` changes the import statements and refuses what it can't change.

An editable installation, as `make setup` makes it, is setuptools' own and changes nothing.
"""

import ast
import contextlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from setuptools import build_meta
from setuptools.build_meta import (
    build_editable,
    get_requires_for_build_editable,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
]

NAME = "step_functions_agents"
HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent

PYTHON = ("agents", "components", "cli", "local")
"""The import names of a checkout. Their modules are rewritten."""
FILES = (
    "lambda/call-llm",
    "lambda/mcp",
    "lambda/sandbox",
    "lambda/toolkit",
    "lambda/tools/tools.schema.json",
    "Pulumi.local.yaml",
    "examples/python-program",
    "examples/typescript-program",
    "examples/yaml-program",
)
"""The other files that the modules read at run time."""
OF_THE_CHECKOUT = (
    "local/setup.sh",
    "local/uv.txt",
    "local/virtual_environment.py",
    "local/requirements.in",
    "local/requirements.txt",
)
"""The files that install a checkout."""
LEFT_OUT = ("__pycache__", "*.pyc", "node_modules", "target", "dist", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".DS_Store")
"""What tests and editors leave beside the sources."""

REQUIREMENTS = ("requirements.in", "local/requirements.in")
CONVERSATIONS = "local/scripted_model/conversations"

_MODULE = re.compile(rf"(?:{'|'.join(PYTHON)})(?:\.\w+)*")
_IN_A_STRING = re.compile(rf"({'|'.join(PYTHON)})\.([a-z_]\w*|\*)(?:\.[\w.*]*)?")


class RewriteError(Exception):
    """A module names another one in a form that can't be rewritten. The message has the file, the line and the form."""


def build_wheel(wheel_directory: str, config_settings: Any = None, metadata_directory: str | None = None) -> str:
    """Build the wheel and return its file name."""
    with tempfile.TemporaryDirectory(prefix="wheel-") as scratch:
        stage(Path(scratch))
        wheels = str(Path(wheel_directory).resolve())
        # setuptools builds the project in the working folder.
        with contextlib.chdir(scratch):
            name: str = build_meta.build_wheel(wheels, config_settings)
    return name


def build_sdist(sdist_directory: str, config_settings: Any = None) -> str:
    raise SystemExit(
        "There is no source distribution: build the wheel from a checkout, by `pip wheel --no-deps .` or `uv build --wheel`."
    )


def stage(folder: Path) -> None:
    """Write a project into an empty folder from which setuptools builds the wheel. Raises RewriteError."""
    package = folder / NAME
    shutil.copytree(HERE / NAME, package, ignore=shutil.ignore_patterns(*LEFT_OUT))
    examples = own_agents(CHECKOUT)
    for name in PYTHON:
        shutil.copytree(CHECKOUT / name, package / name, ignore=shutil.ignore_patterns(*LEFT_OUT))
    for name in (*OF_THE_CHECKOUT, *(f"agents/{agent}.py" for agent in examples)):
        (package / name).unlink()
    for agent in examples:
        shutil.rmtree(package / CONVERSATIONS / agent, ignore_errors=True)
    for name in FILES:
        source, place = CHECKOUT / name, package / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, place, ignore=shutil.ignore_patterns(*LEFT_OUT))
        else:
            shutil.copy(source, place)
    for module in modules(package):
        module.write_text(rewritten(module.read_text("utf-8"), str(module.relative_to(package))), "utf-8")
    for name in ("README.md", "LICENSE", "NOTICE"):
        shutil.copy(CHECKOUT / name, folder / name)
    (folder / "requirements.in").write_text("".join(requirements(CHECKOUT)), "utf-8")
    (folder / "pyproject.toml").write_text(project_file((CHECKOUT / "pyproject.toml").read_text("utf-8")), "utf-8")


def modules(package: Path) -> Iterator[Path]:
    """Yield the modules of the staged package that import each other. Those in `lambda` are of other programs."""
    yield from package.glob("*.py")
    for name in PYTHON:
        yield from sorted((package / name).rglob("*.py"))


def own_agents(checkout: Path) -> list[str]:
    """Return the modules of `agents` that declare an agent: those are the demo's, and no part of the wheel."""
    return [path.stem for path in sorted((checkout / "agents").glob("*.py")) if _declares_an_agent(path)]


def _declares_an_agent(path: Path) -> bool:
    return any(
        isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") == "Agent"
        for node in ast.parse(path.read_text("utf-8")).body
    )


def requirements(checkout: Path) -> list[str]:
    """Return what the package needs: for deployments, and for the laptop stack. setuptools installs a checkout alone."""
    lines = [line for name in REQUIREMENTS for line in (checkout / name).read_text("utf-8").splitlines(keepends=True)]
    return [line for line in lines if not line.startswith(("#", "-r", "setuptools"))]


def project_file(text: str) -> str:
    """Return the wheel's pyproject.toml: the checkout's with the long import name, and with the files that modules read."""
    for old, new in (
        ('agent = "cli.app:main"', f'agent = "{NAME}.cli.app:main"'),
        ('= "components.pulumi_package', f'= "{NAME}.components.pulumi_package'),
        ('include = ["agents*", "cli*", "components*", "local*"]', f'include = ["{NAME}*"]\nnamespaces = false'),
        ('build-backend = "wheel_backend"\nbackend-path = ["package"]', 'build-backend = "setuptools.build_meta"'),
    ):
        if old not in text:
            raise RewriteError(f"pyproject.toml has no {old!r}, which the wheel needs to be changed to {new!r}")
        text = text.replace(old, new)
    return f'{text}\n[tool.setuptools.package-data]\n{NAME} = ["**/*", "**/.*"]\n'


def rewritten(text: str, file: str) -> str:
    """Return a module's source with the long names in its imports. Raises RewriteError for other ways to name a module."""
    tree, lines = ast.parse(text), text.splitlines(keepends=True)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and _is_ours(node.module):
            _prefix(lines, node.lineno, node.col_offset, f"from {node.module} import", "from ", file)
        elif isinstance(node, ast.Import) and any(_is_ours(alias.name) for alias in node.names):
            [alias, *others] = node.names
            if others or alias.asname is None:
                raise RewriteError(
                    f"{file}, line {node.lineno}: `import {alias.name}` binds {alias.name.split('.')[0]!r}. Write `from … import …`"
                )
            _prefix(lines, node.lineno, node.col_offset, f"import {alias.name} as", "import ", file)
        elif id(node) not in docstrings and (name := _named_module(node)):
            raise RewriteError(
                f"{file}, line {getattr(node, 'lineno', 0)}: the text {name!r} names a module. Make it from __package__"
            )
    return "".join(lines)


def _is_ours(module: str | None) -> bool:
    return module is not None and _MODULE.fullmatch(module) is not None


def _named_module(node: ast.AST) -> str | None:
    """Return the text of a string that names a module, with `*` for each value that is put in. None: it is something else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
    elif isinstance(node, ast.JoinedStr):
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
    else:
        return None
    found = _IN_A_STRING.fullmatch(text)
    # `agents.md` is a file.
    is_module = found and (found[2] == "*" or any((CHECKOUT / found[1] / f"{found[2]}{end}").exists() for end in (".py", "")))
    return text if is_module else None


def _prefix(lines: list[str], number: int, column: int, statement: str, keyword: str, file: str) -> None:
    """Put the package's name before the module of an import statement."""
    line = lines[number - 1].encode()
    before, after = line[:column].decode(), line[column:].decode()
    if not after.startswith(statement):
        raise RewriteError(f"{file}, line {number}: the import isn't written as `{statement} …`")
    lines[number - 1] = f"{before}{keyword}{NAME}.{after.removeprefix(keyword)}"
