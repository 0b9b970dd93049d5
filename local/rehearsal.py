"""Run the `resources.py` of tools without a deployment: `python -m local.rehearsal FOLDER…` prints what they ask for.

It is a process of its own, because a program of Pulumi can have one deployment. Nothing is made: mocks answer for the engine.
"""

import contextlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pulumi
from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks, set_mocks

from components.tool_resources import ToolResourcesArgs, make


class _Types(Mocks):
    """Keep the types of resources and the functions that a program asks for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        self.asked.add(args.typ)
        return f"{args.name}-id", {"name": args.name, "arn": f"arn:aws:::{args.name}", **args.inputs}

    def call(self, args: MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        self.asked.add(args.token)
        return dict(args.args), []


def types_of(folder: Path) -> list[str]:
    """Return what the `resources.py` of a folder asks for, as far as it runs. The deployment shows why it ends."""
    types = _Types()
    set_mocks(types, project="rehearsal", stack="local")

    @pulumi.runtime.test  # type: ignore[untyped-decorator]
    def run() -> None:
        make(folder, ToolResourcesArgs(folder.name, f"rehearsal-{folder.name}", {}, True, pulumi.ResourceOptions()))

    with contextlib.suppress(Exception), contextlib.redirect_stdout(sys.stderr):
        run()
    return sorted(types.asked)


def main(folders: Iterable[str]) -> None:
    print(json.dumps({folder: types_of(Path(folder)) for folder in folders}))


if __name__ == "__main__":
    main(sys.argv[1:])
