"""A kind of tools, as the loop needs it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

PlainTool = Mapping[str, Any]
"""A `components.tool_args.ToolArgs` whose inputs are known."""


class ToolArgsError(ValueError):
    """A plain tool is wrong. The message names it, what was given and what is allowed."""


@dataclass(frozen=True)
class Permission:
    """One statement of the role of the state machine."""

    sid: str
    """The name of the statement: letters and digits, unique in the policy."""
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    only_if: Mapping[str, Any] | None = None
    """The conditions under which the statement holds."""


class Kind(Protocol):
    """A module of this package is a kind. It has these functions, and its branch file beside it.

    `problems` comes first. The others get tools that have none.
    """

    def problems(self, tool: PlainTool) -> list[str]:
        """Return a sentence for each thing that is wrong with the kind's own part of the tool."""

    def states(self, tool: PlainTool) -> dict[str, Any]:
        """Return the states of the tool by name. The first is named like the tool. Any others are named `<tool>: …`.

        They end, or go on to `Refuse call` or `Tool failed`. See `branch.py`.
        """

    def permissions(self, tools: Sequence[PlainTool], placeholders: Mapping[str, str]) -> list[Permission]:
        """Return what the role of the state machine has to be allowed for these tools, all of this kind.

        placeholders: the values that a resource may name as `${name}`: partition, region, account, project, stack. `state_machine`
        is the name of the state machine itself.
        """
