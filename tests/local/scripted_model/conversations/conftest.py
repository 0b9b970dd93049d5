"""Plays written conversations against the real tools, as the state machine does."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import fastjsonschema
import pytest

from agents import AGENTS
from local.scripted_model.conversations import Text, ToolResult, ToolUse, play

MOST_TURNS = 12


@dataclass
class Played:
    """A conversation from its question to its answer."""

    turns: list[list[Text | ToolUse]] = field(default_factory=list)
    results: list[list[ToolResult]] = field(default_factory=list)
    output: dict[str, Any] = field(default_factory=dict)

    def uses(self) -> list[list[str]]:
        """The names of the tools of each turn."""
        return [[block.name for block in turn if isinstance(block, ToolUse)] for turn in self.turns]

    def errors(self) -> list[str]:
        return [result.content for results in self.results for result in results if result.is_error]


Run = Callable[[ToolUse, str], ToolResult]


@pytest.fixture
def sql_tools(tool_function: Callable[[str], Any], bucket: str) -> Run:
    """Runs a tool use of the SQL agent with the built tool functions."""
    handlers = {tool.name: tool_function(tool.function).handler for tool in AGENTS["sql"].tools}
    run = {"execution": "run-1", "agent": "sql", "results": {"bucket": bucket, "prefix": "runs/run-1/"}}

    def use(tool_use: ToolUse, id: str) -> ToolResult:
        result = handlers[tool_use.name]({"id": id, "name": tool_use.name, "input": tool_use.input, "run": run}, None)
        return ToolResult(result["content"], result["is_error"])

    return use


@pytest.fixture
def drive() -> Callable[[str, Run], Played]:
    """Plays until an answer fits the agent's output schema; one that doesn't comes back as an error result."""
    accept = fastjsonschema.compile(AGENTS["sql"].output_schema)

    def play_all(question: str, use: Run) -> Played:
        played, ids = Played(), itertools.count(1)

        def run(tool_use: ToolUse) -> ToolResult:
            if tool_use.name != "final_answer":
                return use(tool_use, f"toolu_{next(ids)}")
            try:
                played.output = accept(tool_use.input)
            except fastjsonschema.JsonSchemaValueException as wrong:
                return ToolResult(str(wrong), is_error=True)
            return ToolResult("")

        while not played.output and len(played.turns) < MOST_TURNS:
            played.turns.append(play("sql", question, played.results))
            played.results.append([run(block) for block in played.turns[-1] if isinstance(block, ToolUse)])
        return played

    return play_all
