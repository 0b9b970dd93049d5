"""The declaration of an agent as plain data: Agent, Limits, and the kinds of tools.

A declaration knows nothing of AWS or Pulumi. `components/agent.py` turns it into a state machine. A wrong declaration raises
DeclarationError when it is first used, before anything is built or created.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from agents import sending_out
from agents.errors import DeclarationError
from agents.tool_kinds.agent_tool import AgentTool
from agents.tool_kinds.api_tool import ApiTool
from agents.tool_kinds.connection import ApiKey, Basic, Connection, OAuth
from agents.tool_kinds.folder_tool import FolderTool, tools_in
from agents.tool_kinds.function_tool import FunctionTool
from agents.tool_kinds.http_tool import HttpTool
from agents.tool_kinds.tool import Functions, Tool
from agents.tools_json.file import REFERENCE, problems_of_an_output_schema

__all__ = [
    "FINAL_ANSWER",
    "Agent",
    "AgentTool",
    "ApiKey",
    "ApiTool",
    "Basic",
    "Connection",
    "DeclarationError",
    "FolderTool",
    "FunctionTool",
    "HttpTool",
    "Limits",
    "OAuth",
    "Tool",
    "tools_in",
]

FINAL_ANSWER = "final_answer"

# The pattern that Anthropic and OpenAI allow for a tool's name. It also makes a name safe as a state's name and in expressions.
TOOL_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
AGENT_NAME = re.compile(r"[a-z][a-z0-9-]{0,29}")

# These keep the longest run within the 25,000 events of a history: docs/decisions/0002-what-a-run-may-hold.md
MOST_TURNS = 100
MOST_RETRIES = 2
MOST_EVENTS = 24_900
EVENTS_OF_A_TURN = 128
EVENTS_OF_A_CALL = 41
"""Beside those of its turn."""

MOST_AGENTS_DEEP = 5
"""The agents that may call each other, the first one included. Each passes its limits on to those that it calls."""

MADE_UP_CONNECTION = "arn:aws:events:us-east-1:123456789012:connection/"


@dataclass(frozen=True)
class Limits:
    """The limits of a run. At a limit the model gets one last call, to answer with what it has."""

    turns: int = 25
    """Calls of the model, 2 to 100. A run needs at least one to act and one to answer."""
    tool_calls: int = 100
    """Tool calls of all turns together, 1 or more. With 25 turns up to 529, with 100 turns up to 295."""
    tokens: int = 1_000_000
    """Input and output tokens of all turns together, 1 or more."""
    cost_usd: float = 5.0
    """US dollars for all turns together. No limit if the model's price is unknown."""
    seconds: int = 900
    """Seconds from the start of the run, 1 to 86,400."""

    def __post_init__(self) -> None:
        for name, lowest, highest in (
            ("turns", 2, MOST_TURNS),
            ("tool_calls", 1, 10_000),
            ("tokens", 1, 1_000_000_000),
            ("cost_usd", 0.0, 10_000.0),
            ("seconds", 1, 86_400),
        ):
            if not lowest <= getattr(self, name) <= highest:
                raise DeclarationError(f"limit {name} is {getattr(self, name)}: allowed are {lowest} to {highest}")
        most = (MOST_EVENTS - self.turns * EVENTS_OF_A_TURN) // EVENTS_OF_A_CALL
        if self.tool_calls > most:
            raise DeclarationError(
                f"limit tool_calls is {self.tool_calls}: with {self.turns} turns allowed are 1 to {most}, "
                "because Step Functions ends a run of more than 25,000 events"
            )


@dataclass(frozen=True)
class Agent:
    """A system prompt, tools and an output schema."""

    name: str
    """1 to 30 lower-case letters, digits and -, a letter first. The state machine and the stack's output carry this name."""
    description: str
    """One sentence that helps people to choose between agents."""
    system_prompt: str
    tools: tuple[Tool, ...]
    output_schema: dict[str, Any]
    """JSON Schema of the answer, of type object, in the dialect of docs/reference/tools-json.md. The model answers by calling
    `final_answer` with an input of this shape."""
    limits: Limits = field(default_factory=Limits)
    questions: tuple[str, ...] = ()
    """Sample questions. The docs show them, and the laptop's scripted model can answer them. The demo asks the first one."""
    sends_data_out: str = ""
    """Why the agent has tools that read data beside tools that send data out (tools.json: `reads_data`, `holds_data`, `sends_out`).
    Without a reason such an agent is refused: what the model reads could make it send the data away."""

    def __post_init__(self) -> None:
        if not AGENT_NAME.fullmatch(self.name):
            raise DeclarationError(
                f"agent name {self.name!r}: allowed are 1 to 30 lower-case letters, digits and -, a letter first"
            )
        if problems := problems_of_an_output_schema(self.output_schema):
            raise DeclarationError(
                "\n- ".join((f"the output_schema of agent {self.name!r} is wrong ({REFERENCE} says what is allowed):", *problems))
            )
        names = [tool.name for tool in self.tools]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise DeclarationError(f"agent {self.name!r} has two tools named {', '.join(twice)}: rename one")
        depth = 1 + max((tool.depth for tool in self.tools if isinstance(tool, AgentTool)), default=0)
        if depth > MOST_AGENTS_DEEP:
            raise DeclarationError(
                f"agent {self.name!r} calls agents that call others, {depth} deep: allowed are {MOST_AGENTS_DEEP}, itself included"
            )
        if problem := sending_out.problem(self.tools, self.sends_data_out):
            raise DeclarationError(f"agent {self.name!r}: {problem}")
        questions = self.questions
        fine = isinstance(questions, tuple) and all(isinstance(each, str) and each.strip() for each in questions)
        if not fine or len(set(questions)) != len(questions):
            raise DeclarationError(f"questions of agent {self.name!r} are {questions!r}: allowed is a tuple of different texts")

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders of `lambda/tools` that the agent's tools are in, each once."""
        return tuple(dict.fromkeys(tool.function for tool in self.tools if isinstance(tool, FolderTool)))

    @property
    def connections(self) -> tuple[Connection, ...]:
        """The connections of the stack's own that the agent's tools have, each once."""
        found = (tool.connection for tool in self.tools if isinstance(tool, HttpTool))
        return tuple(dict.fromkeys(connection for connection in found if isinstance(connection, Connection)))

    @property
    def called(self) -> tuple["Agent", ...]:
        """The agents of this project that its tools are."""
        found = (tool.agent for tool in self.tools if isinstance(tool, AgentTool))
        return tuple(agent for agent in found if isinstance(agent, Agent))

    def tool_args(
        self, functions: Functions, connections: Functions | None = None, state_machines: Functions | None = None
    ) -> list[dict[str, Any]]:
        """Return the plain form of each tool. Raises KeyError for a folder without a function, or for what isn't made.

        connections: those of the stack's own, by their names: {arn}. None: made-up ones, for a state machine that
        is only looked at.
        state_machines: those of the agents that it calls, by the agents' names: {arn, timeout_seconds?}.
        """
        if connections is None:
            connections = {each.name: {"arn": f"{MADE_UP_CONNECTION}{each.name}/0"} for each in self.connections}

        def known(tool: Tool) -> Functions:
            by_kind = ((HttpTool, connections), (AgentTool, state_machines))
            return next((there or {} for kind, there in by_kind if isinstance(tool, kind)), functions)

        return [tool.args(known(tool)) for tool in self.tools]

    def args(
        self, functions: Functions, connections: Functions | None = None, state_machines: Functions | None = None
    ) -> dict[str, Any]:
        """Return the plain form of the agent, without its name. The args are those of `tool_args`."""
        plain = {name: getattr(self, name) for name in ("description", "system_prompt", "output_schema", "sends_data_out")}
        tools = self.tool_args(functions, connections, state_machines)
        return plain | {"tools": tools, "limits": asdict(self.limits), "questions": list(self.questions)}


def with_called(agents: Iterable[Agent]) -> tuple[Agent, ...]:
    """Return the agents and all that they call, each once, and after those that it calls."""
    found: dict[str, Agent] = {}
    for agent in agents:
        for each in (*with_called(agent.called), agent):
            found.setdefault(each.name, each)
    return tuple(found.values())
