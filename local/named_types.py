"""Say which resource types a person's own program names that the laptop's AWS plugin doesn't know, before anything is built.

A program's resources are known by running it, and running it builds its tools. So its files are read instead. A type that it only
names, and doesn't make here, does no harm: the deployment goes on.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from local.aws_plugin.catalog import HOW_TO_ADD_ONE, RESOURCE_TYPES

_ENDINGS = (".py", ".ts", ".js", ".yaml", ".yml")
_LEFT_OUT = ("node_modules", "target", "charts", "conversations", "bin")
_IN_CODE = re.compile(r"\baws\.(\w+)\.([A-Z]\w*)\(")
"""In Python `aws.sqs.Queue(`, in TypeScript and JavaScript the same after `new`."""
_IN_YAML = re.compile(r"\btype:\s*[\"']?aws:(\w+)[:/](?:\w+:)?([A-Z]\w*)")


def say_unknown_types(project: Path, say: Callable[[str], None]) -> None:
    """Say which types the files of a project name and the plugin doesn't know."""
    unknown = sorted({token for file in _files(project) for token in _named(file) if token not in RESOURCE_TYPES})
    if unknown:
        say(
            f"This project names {', '.join(unknown)}, and the laptop's AWS plugin doesn't know that. The deployment fails if it "
            f"is made here. {HOW_TO_ADD_ONE}. A stack in AWS has it."
        )


def _named(file: Path) -> Iterator[str]:
    pattern = _IN_YAML if file.suffix in (".yaml", ".yml") else _IN_CODE
    for module, name in pattern.findall(file.read_text("utf-8", "replace")):
        # The others hold arguments of a resource.
        if not name.endswith("Args"):
            yield f"aws:{module.rstrip('_')}/{name[0].lower()}{name[1:]}:{name}"


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name in _LEFT_OUT or path.is_symlink():
            continue
        if path.is_dir():
            yield from _files(path)
        elif path.suffix in _ENDINGS:
            yield path
