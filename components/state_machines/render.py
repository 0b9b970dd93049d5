"""Renders the state machine of an agent from `agent.asl.json`, the branch files of `kinds/`, and the agent's declaration.

Pure: no Pulumi, no AWS. `agent.asl.json` is the loop. Its parts that differ between agents are placeholders, `${name}`. The states
of each tool come from the tool's kind.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from agents.declaration import FINAL_ANSWER, Agent
from components.state_machines.kinds import table
from components.state_machines.kinds.branch import TOOL_PLACEHOLDER
from components.state_machines.kinds.kind import PlainTool
from components.state_machines.seconds import SECONDS_TO_BEGIN, longest_seconds, longest_seconds_of
from components.state_machines.template import fill, named

TEMPLATE = Path(__file__).parent / "agent.asl.json"

# Each call of the LLM carries the system prompt and the tools beside the history, and a state holds 256 KiB
# (docs/reference/contracts.md, Sizes).
MOST_PROMPT_BYTES = 24 * 1024

# Beside the longest steps of a run.
SLACK_SECONDS = 60


class PromptTooLargeError(ValueError):
    """The system prompt, the tools and the output schema leave too little room for the conversation."""


def render(
    agent: Agent,
    caller_arn: str,
    tools: Sequence[PlainTool],
    bucket: str,
    caller_timeout_seconds: int = 120,
) -> dict[str, Any]:
    """Return the definition of the agent's state machine, ready for `json.dumps`.

    caller_arn: the ARN of the LLM caller's Lambda, with its alias.
    tools: the agent's tools, as `components.tool_args` describes them.
    bucket: the name of the data bucket.
    caller_timeout_seconds: the timeout of the LLM caller's Lambda.

    Raises TemplateError, PromptTooLargeError, and ToolArgsError for a tool that is wrong.
    """
    seen = [*map(_as_the_model_sees_it, tools), _final_answer(agent)]
    size = len(json.dumps([agent.system_prompt, seen], ensure_ascii=False).encode())
    if size > MOST_PROMPT_BYTES:
        raise PromptTooLargeError(
            f"agent {agent.name!r}: its system prompt, tools and output schema are {size:,} bytes of JSON; "
            f"{MOST_PROMPT_BYTES:,} are allowed. Shorten descriptions or schemas, or split the agent"
        )
    definition: dict[str, Any] = named(json.loads(TEMPLATE.read_text()), agent=agent.name, bucket=bucket)
    branches = [table.states(tool) for tool in tools]
    _stamp_tools(definition["States"]["Use tools"]["ItemProcessor"]["States"], tools)
    definition = fill(
        definition,
        {
            "system_prompt": agent.system_prompt,
            "tools": seen,
            "tool_names": [tool["name"] for tool in seen],
            "agents": [tool["name"] for tool in tools if table.kind_of(tool) == "agent"],
            "limits": {
                # After the limit the model gets one more turn, to answer with what it has.
                "turns": agent.limits.turns - 1,
                "tool_calls": agent.limits.tool_calls,
                "tokens": agent.limits.tokens,
                "cost_usd": agent.limits.cost_usd,
                "seconds": agent.limits.seconds,
            },
            "call_llm": caller_arn,
        },
    )
    states = definition["States"]["Use tools"]["ItemProcessor"]["States"]
    for branch in branches:
        states |= branch
    if '"Next": "Tool failed"' not in json.dumps(branches):
        # AWS refuses a state that no other state leads to.
        del states["Tool failed"]
    definition["Comment"] = f"The {agent.name} agent. {agent.description}"
    definition["States"]["Call LLM"]["TimeoutSeconds"] = caller_timeout_seconds + SECONDS_TO_BEGIN
    # Just before the limit in seconds, which a run checks once a turn, a turn may begin: a call of the LLM, then tools, all at
    # once. Afterwards comes the last call of the LLM. Only a run that hangs takes longer.
    longest_tool = max((longest_seconds_of(branch.values()) for branch in branches), default=0)
    longest_end = 2 * longest_seconds(definition["States"]["Call LLM"]) + longest_tool + SLACK_SECONDS
    definition["TimeoutSeconds"] = agent.limits.seconds + longest_end
    return definition


def state_names() -> frozenset[str]:
    """Return the names of the states of the loop. No tool can have one: a name of a state is unique within a state machine."""
    return frozenset(_names_of_states(json.loads(TEMPLATE.read_text())))


def _names_of_states(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("States"), dict):
            yield from part["States"]
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from _names_of_states(inner)


def _stamp_tools(states: dict[str, Any], tools: Sequence[PlainTool]) -> None:
    """Replace the template's rule of one tool by a rule for each tool."""
    choice = states["Which tool"]
    choice["Comment"] = "Refused by the caller? The final answer? Else the tool of this name, or there is none."
    rule = next(rule for rule in choice["Choices"] if rule["Next"] == TOOL_PLACEHOLDER)
    choice["Choices"].remove(rule)
    choice["Choices"] += [named(rule, tool=tool["name"]) for tool in tools]


def _as_the_model_sees_it(tool: PlainTool) -> dict[str, Any]:
    return {key: tool[key] for key in ("name", "description", "input_schema")}


def _final_answer(agent: Agent) -> dict[str, Any]:
    return {
        "name": FINAL_ANSWER,
        "description": "Ends the run with your answer. Call it alone, when you have seen all the results that you need.",
        "input_schema": agent.output_schema,
    }
