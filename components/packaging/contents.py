"""Decides which files of a function's folder are compiled, lie in its package, or are left out. All languages have one rule.

A file lies in the package at its path in the folder, except:
- source code that is compiled, and files that are for the build alone
- tests, the README at the top and hidden files. The build says which files it left out for this reason.
- files that tools leave in the folder, as `__pycache__` and `node_modules`
- `resources.py`, which is for the stack
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from components.packaging.errors import BuildError
from components.packaging.folder import OF_PYTHON, is_one_of, listing, shown


@dataclass(frozen=True)
class Language:
    """The patterns of one language. `folder.listing` explains them."""

    build: tuple[str, ...]
    """Files for the build alone."""
    compiled: tuple[str, ...] = ()
    """Source code that is compiled into the package."""
    tests: tuple[str, ...] = ()
    tests_that_are_built: tuple[str, ...] = ()
    """Tests without which the build fails. They don't lie in the package."""
    of_tools: tuple[str, ...] = ()
    """Files that compilers and package managers leave."""
    roots: tuple[str, ...] = ()
    """Folders of source code. A file in them lies in the package as if the folder were the top."""


ALL = Language(build=("/build.toml",), tests=("/README.md", ".*"), of_tools=OF_PYTHON)

LANGUAGES = {
    "python": Language(
        build=("/requirements.in", "/requirements.txt", "/prepare.py", "/prepare-requirements.in", "/prepare-requirements.txt"),
        tests=("test_*.py",),
    ),
    "typescript": Language(
        build=("/package.json", "/package-lock.json", "/.npmrc", "/tsconfig*.json", "/biome.json", "/tools.json"),
        compiled=("*.ts", "*.tsx", "*.mts", "*.cts", "*.js", "*.jsx", "*.mjs", "*.cjs"),
        tests=("/test",),
        of_tools=("/node_modules",),
        roots=("src/",),
    ),
    "rust": Language(
        build=("/Cargo.toml", "/Cargo.lock", "/rustfmt.toml", "/clippy.toml", "/tools.json"),
        compiled=("*.rs",),
        # Cargo.toml may name them.
        tests_that_are_built=("/tests/*", "/benches/*", "/examples/*"),
        of_tools=("/target",),
    ),
    "java": Language(
        build=("/pom.xml", "/dependencies.lock"),
        compiled=("*.java",),
        tests=("/src/test",),
        of_tools=("/target",),
        roots=("src/main/java/", "src/main/resources/"),
    ),
    "go": Language(
        build=("/go.mod", "/go.sum", "/tools.json"),
        compiled=("*.go",),
        tests=("*_test.go", "testdata"),
    ),
}


OF_THE_STACK = ("/resources.py",)
"""Files that the stack's program reads (`components.tool_resources`). No change of them makes another package."""


@dataclass(frozen=True)
class Contents:
    """The files of a function's folder."""

    built: dict[str, Path]
    """The files that the compiler may see, by their paths in the folder: all that aren't left out."""
    packaged: dict[str, Path]
    """The files that lie in the package as they are, by their paths in the package."""
    left_out: list[str]
    """The paths of the files and folders that a person may miss in the package."""


def contents(folder: Path, language: str) -> Contents:
    """Return the files of a function's folder. Raises BuildError for a file that can't be built or packaged."""
    own = LANGUAGES[language]
    not_ours = (*OF_THE_STACK, *ALL.of_tools, *own.of_tools)
    found = listing(folder, (*not_ours, *ALL.tests, *own.tests), keep=own.build)
    not_packaged = (*ALL.build, *own.build, *own.compiled, *own.tests_that_are_built)
    packaged: dict[str, Path] = {}
    for path, file in found.files.items():
        if not is_one_of(path, not_packaged):
            root = next((root for root in own.roots if path.startswith(root)), "")
            name = path.removeprefix(root)
            if name in packaged:
                both = f"{shown(file)} and {shown(packaged[name])}"
                raise BuildError(f"{both} would be {name} in the package. Rename one of them")
            packaged[name] = file
    if language == "python":
        _refuse_names_of_python(packaged)
    return Contents(found.files, packaged, [path for path in found.left_out if not is_one_of(path.removesuffix("/"), not_ours)])


def _refuse_names_of_python(packaged: dict[str, Path]) -> None:
    """Raise BuildError for a module with a name of the standard library. All code of the package would import it in its place."""
    for path, file in packaged.items():
        module = path.removesuffix("/__init__.py").removesuffix(".py")
        if path.endswith(".py") and module in sys.stdlib_module_names:
            raise BuildError(
                f"{shown(file)} has the name of Python's own module {module}, so that all packages would import it in place of "
                "Python's. Rename it"
            )
