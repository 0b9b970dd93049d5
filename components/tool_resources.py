"""The resources of a tool's own, such as a table or a queue: a Pulumi module in the tool's folder, `resources.py`.

The module has a function `resources`, which takes `ToolResourcesArgs` and returns `ToolResources`. It runs when the stack is
deployed, and doesn't lie in the function's package.
"""

import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pulumi

from agents.errors import DeclarationError
from components import iam
from components.house_rules import NO_RULES, HouseRules

FILE = "resources.py"

OURS = ("AWS_", "LAMBDA_", "SANDBOX_", "SECRET_ARN_", "SETTING_")
"""The beginnings of environment variables that Lambda or the stack sets."""


@dataclass(frozen=True)
class ToolResourcesArgs:
    """What a tool's `resources.py` is given."""

    name: str
    """The beginning of the resources' names in Pulumi: the name of the tool's folder."""
    physical_name: str
    """The function's name in AWS, which no other stack of the account has."""
    tags: Mapping[str, str]
    """The stack's tags."""
    delete_data_on_destroy: bool
    """True if `pulumi destroy` may delete data. False: protect what holds some."""
    inside: pulumi.ResourceOptions
    """The options of each resource. They make it a part of the tool."""
    rules: HouseRules = NO_RULES
    """The rules of the account: its key, the boundary and the path of roles, the beginning of names."""


@dataclass(frozen=True)
class ToolResources:
    """What the tool's function needs of its resources."""

    statements: Sequence[iam.Statement] = ()
    """What the function may do with them. `components.iam.allow` makes a statement."""
    environment: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """Environment variables of the function, such as a table's name."""


def make(folder: Path, args: ToolResourcesArgs) -> ToolResources:
    """Make the resources of a folder and return what its function needs of them. A folder without the file has none.

    Raises DeclarationError for a file that can't be used.
    """
    path = folder / FILE
    if not path.is_file():
        return ToolResources()
    file = f"lambda/tools/{folder.name}/{FILE}"
    spec = importlib.util.spec_from_file_location(f"resources_of_{folder.name.replace('-', '_')}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    function = getattr(module, "resources", None)
    if not callable(function):
        raise DeclarationError(f"{file} has no function resources(args: ToolResourcesArgs) -> ToolResources. Add it")
    made = function(args)
    if not isinstance(made, ToolResources):
        raise DeclarationError(f"resources() of {file} returned {type(made).__name__}: allowed is a ToolResources")
    if wrong := [name for name in made.environment if name.startswith(OURS)]:
        raise DeclarationError(
            f"{file} sets the environment variable {wrong[0]}: allowed is a name that doesn't begin with {', '.join(OURS)}"
        )
    return made
