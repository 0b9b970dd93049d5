"""A tool in its plain form, of whatever kind. So the checks of a declaration are also those of plain args."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from agents.tool_kinds.agent_tool import LONGEST_RUN_SECONDS, problems_of_a_run
from agents.tool_kinds.tool import Functions, SayingTool

SHARED = ("name", "description", "input_schema", "timeout_seconds", "retries", "example", "reads_data", "sends_out")

SECONDS = 60
"""The timeout of a tool that says none."""


@dataclass(frozen=True)
class GivenTool(SayingTool):
    """A tool that a component was given."""

    _: KW_ONLY
    kind: Mapping[str, Any] = field(default_factory=dict)
    """The part of the plain form that belongs to the tool's kind."""

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "GivenTool":
        """Return a plain tool as a declaration has it. Raises DeclarationError."""
        shared = {"timeout_seconds": LONGEST_RUN_SECONDS if plain.get("agent") else SECONDS} | {
            key: plain[key] for key in SHARED if plain.get(key) is not None
        }
        kind = {key: value for key, value in plain.items() if key not in SHARED}
        return cls(**shared, kind=kind)

    def _problems_of_its_timeout(self) -> list[str]:
        return problems_of_a_run(self.timeout_seconds) if self.kind.get("agent") else super()._problems_of_its_timeout()

    def _of_its_kind(self, functions: Functions) -> dict[str, Any]:
        return dict(self.kind)

    @property
    def place(self) -> str:
        return f"the args of the tool {self.name}"
