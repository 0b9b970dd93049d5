"""A tool that is another agent."""

import re
from dataclasses import dataclass
from typing import Any, Protocol

from agents.tool_kinds.declared_agent import declared_agent
from agents.tool_kinds.tool import Functions, Tool

QUESTION = {
    "type": "object",
    "properties": {
        "question": {
            "type": "string",
            "minLength": 1,
            "description": "The whole question, with all that the agent has to know: it sees nothing of this conversation.",
        }
    },
    "required": ["question"],
    "additionalProperties": False,
}
"""The input_schema of an agent as a tool."""

STATE_MACHINE = re.compile(r"arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:stateMachine:[\w-]{1,80}(:[\w.-]+)?")
STATE_MACHINE_ARN = "arn:aws:states:<region>:<account>:stateMachine:<name>"

LONGEST_RUN_SECONDS = 86_400
"""The highest limit in seconds of an agent."""


def problems_of_a_run(seconds: Any) -> list[str]:
    """Return a sentence if the `timeout_seconds` of an agent as a tool are wrong, wherever they are declared."""
    if type(seconds) is not int or not 1 <= seconds <= LONGEST_RUN_SECONDS:
        return [f"timeout_seconds is {seconds!r}: allowed are 1 to {LONGEST_RUN_SECONDS:,} for an agent"]
    return []


class CalledAgent(Protocol):
    """The agent of a declaration, as a tool of another one."""

    @property
    def name(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def questions(self) -> tuple[str, ...]: ...
    @property
    def tools(self) -> tuple[Tool, ...]: ...


@dataclass(frozen=True, init=False)
class AgentTool(Tool):
    """Another agent of this project, by its declaration or its name, or any agent of this account and region, by its ARN.

    A call is a run of its own. What is left of the caller's limits is the run's limit, and its usage is added to the caller's.
    """

    agent: CalledAgent | None
    """The agent of this project. None for one by its ARN."""
    arn: str
    """The ARN of the state machine, of another stack. Empty for an agent of this project."""
    reads_data: bool | None
    """True if answers of an agent by its ARN may have data that nobody outside may see."""
    sends_out: bool | None
    """True if a question to an agent by its ARN may reach somebody outside."""

    def __init__(
        self,
        agent: CalledAgent | str | None = None,
        *,
        arn: str = "",
        name: str = "",
        description: str = "",
        timeout_seconds: int = LONGEST_RUN_SECONDS,
        reads_data: bool | None = None,
        sends_out: bool | None = None,
    ) -> None:
        """agent: its declaration, or its name, which is that of its file in `agents/`.

        arn: the ARN of its state machine, in place of `agent`. Then it needs a name, a description, reads_data and sends_out.
        name: the tool's name. Without it: `ask_` and the name of the agent.
        description: when the model should ask it. Without it: the agent's own description.
        timeout_seconds: how long a run of an agent by its ARN takes at most.

        Raises DeclarationError.
        """
        called: CalledAgent | None = declared_agent(agent) if isinstance(agent, str) else agent
        about = called.description if called else ""
        values = {
            "name": name or (f"ask_{called.name.replace('-', '_')}" if called else ""),
            "description": description or (f"Asks the agent {called.name}, which works on its own. {about}" if called else ""),
            "input_schema": QUESTION,
            "timeout_seconds": timeout_seconds,
            "retries": 0,
            "example": {"question": called.questions[0]} if called and called.questions else None,
            "agent": called,
            "arn": arn,
            "reads_data": reads_data,
            "sends_out": sends_out,
        }
        for field, value in values.items():
            object.__setattr__(self, field, value)
        self.__post_init__()

    def problems(self) -> list[str]:
        problems = super().problems()
        if self.agent is None and not STATE_MACHINE.fullmatch(self.arn):
            problems.append(f"arn is {self.arn!r}: allowed is the ARN of a state machine, {STATE_MACHINE_ARN}, or give an agent")
        said = {"arn": self.arn or None, "reads_data": self.reads_data, "sends_out": self.sends_out}
        if self.agent is not None:
            problems += [
                f"{name} is {value!r}, beside an agent of this project" for name, value in said.items() if value is not None
            ]
        else:
            flags = ("reads_data", "sends_out")
            problems += [f"{name} is {said[name]!r}: allowed are True and False" for name in flags if type(said[name]) is not bool]
        return problems

    def _problems_of_its_timeout(self) -> list[str]:
        return problems_of_a_run(self.timeout_seconds)

    def args(self, functions: Functions) -> dict[str, Any]:
        """Return the plain form of the tool.

        functions: here the state machines of the agents, by the agent's name: {arn, timeout_seconds?}.
        """
        there = functions[self.agent.name] if self.agent else {}
        return super().args(functions) | ({"timeout_seconds": there["timeout_seconds"]} if "timeout_seconds" in there else {})

    def _of_its_kind(self, functions: Functions) -> dict[str, Any]:
        return {"agent": {"state_machine_arn": functions[self.agent.name]["arn"] if self.agent else self.arn}}

    @property
    def source(self) -> str:
        return f"the agent {self.agent.name}" if self.agent else self.name

    @property
    def gives_data(self) -> bool:
        return any(tool.gives_data for tool in self.agent.tools) if self.agent else bool(self.reads_data)

    @property
    def gives_away(self) -> bool:
        return any(tool.gives_away for tool in self.agent.tools) if self.agent else bool(self.sends_out)

    @property
    def depth(self) -> int:
        """The number of agents that a call of this tool may start, each by the one before it."""
        below = [tool.depth for tool in self.agent.tools if isinstance(tool, AgentTool)] if self.agent else []
        return 1 + max(below, default=0)
