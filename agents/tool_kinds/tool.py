"""Every tool of a declaration, whatever runs it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any

from agents.errors import DeclarationError
from agents.tools_json.file import problems_of_a_timeout, problems_of_a_tool

Functions = Mapping[str, Mapping[str, Any]]
"""The deployed parts that the plain form names, as {arn, …}: the functions by their folders in `lambda/tools`, the connections by
their names, or the state machines by their agents' names. Each kind of tool gets those that it names."""


@dataclass(frozen=True)
class Tool(ABC):
    """One tool as the model sees it. Each kind adds who runs it."""

    name: str
    _: KW_ONLY
    description: str
    input_schema: dict[str, Any]
    timeout_seconds: int
    """Seconds after which a call is given up, 1 to 890."""
    retries: int = 0
    """Retries of a call that failed and may have begun, 0 to 2. Leave 0 where a second call would do harm."""
    example: dict[str, Any] | None = None
    """A small input that fits the input_schema."""

    def __post_init__(self) -> None:
        if problems := self.problems():
            raise DeclarationError("\n- ".join((f"the tool {self.name!r}{self._owned} is declared wrongly:", *problems)))

    def problems(self) -> list[str]:
        """Return a sentence for each thing that is wrong with the tool. A kind adds its own."""
        described = {name: getattr(self, name) for name in ("name", "description", "input_schema", "retries")}
        if self.example is not None:
            described["example"] = self.example
        return [*self._problems_of_its_timeout(), *problems_of_a_tool(described)]

    def _problems_of_its_timeout(self) -> list[str]:
        return problems_of_a_timeout(self.timeout_seconds)

    def args(self, functions: Functions) -> dict[str, Any]:
        """Return the plain form of the tool. Raises KeyError for a folder without a function."""
        plain = {name: getattr(self, name) for name in ("name", "description", "input_schema", "timeout_seconds", "retries")}
        plain |= {"reads_data": self.gives_data, "sends_out": self.gives_away}
        return plain | ({} if self.example is None else {"example": self.example}) | self._of_its_kind(functions)

    @abstractmethod
    def _of_its_kind(self, functions: Functions) -> dict[str, Any]:
        """Return the key of the plain form that says the kind, with its value."""

    @property
    def place(self) -> str:
        """The file, or the words, by which a person finds the tool in order to change it."""
        return f"the declaration of the tool {self.name}"

    @property
    def source(self) -> str:
        """The words for the place that data come from or go to. Tools with the same words share it."""
        return self.name

    @property
    @abstractmethod
    def gives_data(self) -> bool:
        """True if its results may have data that nobody outside may see."""

    @property
    @abstractmethod
    def gives_away(self) -> bool:
        """True if its input may reach somebody outside."""

    @property
    def _owned(self) -> str:
        """The words after the tool's name in an error, like ` of orders`."""
        return ""


@dataclass(frozen=True)
class SayingTool(Tool):
    """A tool without a tools.json: it says itself what that would say of data."""

    _: KW_ONLY
    reads_data: bool
    """True if its results may have data that nobody outside may see."""
    sends_out: bool
    """True if what the model writes may reach somebody outside."""

    @property
    def gives_data(self) -> bool:
        return self.reads_data

    @property
    def gives_away(self) -> bool:
        return self.sends_out
