"""Plays written conversations against the real tools, as the state machine does."""

import itertools
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import fastjsonschema
import pytest

from agents import AGENTS
from components.packaging.package import ROOT
from local.built_function import declared, tool_folder
from local.scripted_model.conversations import Text, ToolResult, ToolUse, play

sys.path.append(str(ROOT / "lambda" / "call-llm"))

from call_llm.tool_uses import check, schemas_of

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


Environment = Mapping[str, Mapping[str, str]]


@pytest.fixture
def tools_of(request: pytest.FixtureRequest, bucket: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Runs the tool uses of an agent with its built tool functions: those in Python in this process, any other as a process.

    An input that doesn't fit the tool's schema is refused by the LLM caller before, in its words.

    `tools_of("financial", {"yfinance": {"SETTING_SOURCE": "bundled"}})`: by function, what its environment has beside Lambda's own.
    """

    def tools(agent: str, environment: Environment = MappingProxyType({})) -> Run:
        functions = {tool.name: tool.source for tool in AGENTS[agent].tools}
        offered = [{"name": tool.name, "input_schema": tool.input_schema} for tool in AGENTS[agent].tools]
        run = {"execution": "run-1", "agent": agent, "results": {"bucket": bucket, "prefix": "runs/run-1/"}}

        def invoke(function: str, event: dict[str, Any]) -> dict[str, Any]:
            more = environment.get(function, {})
            declaration = declared(tool_folder(function))
            sandbox = request.getfixturevalue("sandbox_variables") if declaration.get("sandbox") else {}
            if declaration["language"] == "python":
                with monkeypatch.context() as patch:
                    for name, value in {**more, **sandbox}.items():
                        patch.setenv(name, value)
                    return request.getfixturevalue("tool_function")(function).handler(event, None)
            answer = request.getfixturevalue("built_tool")(function, more).invoke(event)
            assert answer.error is None, answer.error
            return answer.result

        def use(tool_use: ToolUse, id: str) -> ToolResult:
            event = {"id": id, "name": tool_use.name, "input": tool_use.input, "run": run}
            [checked] = check([event], unreadable={}, schemas=schemas_of(offered), most=None, cut_off=False)
            if "error" in checked:
                return ToolResult(checked["error"], is_error=True)
            result = invoke(functions[tool_use.name], event | {"input": checked["input"]})
            return ToolResult(result["content"], result["is_error"])

        return use

    return tools


@pytest.fixture
def built_tools_of(tools_of: Callable[..., Run], built_tool: object) -> Callable[..., Run]:
    """The same, for agents with tools that a compiler builds: a test says by this that it needs one."""
    return tools_of


@pytest.fixture
def sql_tools(tools_of: Callable[..., Run]) -> Run:
    """Runs a tool use of the SQL agent."""
    return tools_of("sql")


@pytest.fixture
def drive() -> Callable[..., Played]:
    """Plays until an answer fits the agent's output schema; one that doesn't comes back as an error result."""

    def play_all(question: str, use: Run, agent: str = "sql") -> Played:
        accept = fastjsonschema.compile(AGENTS[agent].output_schema)
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
            played.turns.append(play(agent, question, played.results))
            played.results.append([run(block) for block in played.turns[-1] if isinstance(block, ToolUse)])
        return played

    return play_all
