"""Renders the state machine of an agent from `agent.asl.json` and the agent's declaration. Pure: no Pulumi, no AWS.

The template is a valid state machine by itself: the loop of an agent with one tool. Its parts that differ between agents are
placeholders, `${name}`.

- The template is parsed first and filled afterwards. A placeholder is a whole string, so no text can end a string or add a state.
- Text that starts with `{%` is refused, because Step Functions would run it as an expression.
- Only the placeholders `${tool}`, `${agent}` and `${bucket}` also stand inside expressions. Such a name is letters, digits, _, -
  and dots.
"""

import copy
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from agents.declaration import FINAL_ANSWER, Agent, Tool

TEMPLATE = Path(__file__).parent / "agent.asl.json"
TOOL_PLACEHOLDER = "${tool}"

# A name that means nothing but itself inside an expression, also between the slashes of a pattern, where a dot fits itself.
PLAIN_NAME = re.compile(r"[a-zA-Z0-9._-]*")

# Each call of the LLM carries the system prompt and the tools beside the history, and a state holds 256 KiB
# (docs/reference/contracts.md, Sizes).
MOST_PROMPT_BYTES = 24 * 1024

# How long a call may take to begin: the start of an instance (10 s at most, or else within the function's own timeout), and the way
# there. A task waits longer than its function's timeout by this, so that the function always ends first, and no call goes on that
# the state machine gave up.
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
SECONDS_TO_BEGIN = 30

# The retrier that names this error is for calls that never began.
# docs/decisions/0014-a-call-is-made-again-where-that-is-safe.md
THROTTLED = "Lambda.TooManyRequestsException"

# Beside the longest steps of a run. See `_longest_run`.
SLACK_SECONDS = 60


class TemplateError(ValueError):
    """A placeholder without a value, a value without a placeholder, or a value that would run as an expression."""


class PromptTooLargeError(ValueError):
    """The system prompt, the tools and the output schema leave too little room for the conversation."""


def render(
    agent: Agent,
    caller_arn: str,
    function_arns: dict[str, str],
    bucket: str,
    caller_timeout_seconds: int = 120,
) -> dict[str, Any]:
    """Return the definition of the agent's state machine, ready for `json.dumps`.

    caller_arn: the ARN of the LLM caller's Lambda, with its alias.
    function_arns: the ARN of the Lambda of each tool function, with its version, by its folder of `lambda/tools`.
    bucket: the name of the data bucket.
    caller_timeout_seconds: the timeout of the LLM caller's Lambda.

    Raises TemplateError, PromptTooLargeError, and KeyError for a tool function without an ARN.
    """
    tools = [*map(_as_the_model_sees_it, agent.tools), _final_answer(agent)]
    size = len(json.dumps([agent.system_prompt, tools], ensure_ascii=False).encode())
    if size > MOST_PROMPT_BYTES:
        raise PromptTooLargeError(
            f"agent {agent.name!r}: its system prompt, tools and output schema are {size:,} bytes of JSON; "
            f"{MOST_PROMPT_BYTES:,} are allowed. Shorten descriptions or schemas, or split the agent"
        )
    definition: dict[str, Any] = _named(json.loads(TEMPLATE.read_text()), agent=agent.name, bucket=bucket)
    _stamp_tools(definition["States"]["Use tools"]["ItemProcessor"]["States"], agent.tools, function_arns)
    definition = fill(
        definition,
        {
            "system_prompt": agent.system_prompt,
            "tools": tools,
            "tool_names": [*(tool.name for tool in agent.tools), FINAL_ANSWER],
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
    definition["Comment"] = f"The {agent.name} agent. {agent.description}"
    definition["States"]["Call LLM"]["TimeoutSeconds"] = caller_timeout_seconds + SECONDS_TO_BEGIN
    definition["TimeoutSeconds"] = agent.limits.seconds + _longest_end(definition)
    return definition


def _longest_end(definition: dict[str, Any]) -> int:
    """Return the most seconds that a run goes on after its limit in seconds, which it checks once a turn.

    Just before the limit a turn may begin: a call of the LLM, then tools, all at once. Afterwards comes the last call of the LLM.
    Only a run that hangs takes longer.
    """
    states = definition["States"]["Use tools"]["ItemProcessor"]["States"].values()
    tools = [longest_seconds(state) for state in states if state["Type"] == "Task"]
    return 2 * longest_seconds(definition["States"]["Call LLM"]) + max(tools, default=0) + SLACK_SECONDS


def longest_seconds(task: dict[str, Any]) -> int:
    """Return the most seconds that a Task takes with all of its retries."""
    seconds: float = task["TimeoutSeconds"]
    for retrier in task["Retry"]:
        attempt = SECONDS_TO_BEGIN if THROTTLED in retrier["ErrorEquals"] else task["TimeoutSeconds"]
        wait = retrier.get("IntervalSeconds", 1)
        for _ in range(retrier["MaxAttempts"]):
            seconds += attempt + min(wait, retrier.get("MaxDelaySeconds", wait))
            wait *= retrier.get("BackoffRate", 2.0)
    return math.ceil(seconds)


def state_names() -> frozenset[str]:
    """Return the names of the states of the loop. No tool can have one: a name of a state is unique within a state machine."""
    return frozenset(_names_of_states(json.loads(TEMPLATE.read_text()))) - {TOOL_PLACEHOLDER}


def _names_of_states(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("States"), dict):
            yield from part["States"]
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from _names_of_states(inner)


def _stamp_tools(states: dict[str, Any], tools: tuple[Tool, ...], function_arns: dict[str, str]) -> None:
    """Replace the rule and the Task of the template's one tool by a rule and a Task for each tool."""
    task = states.pop(TOOL_PLACEHOLDER)
    choice = states["Which tool"]
    choice["Comment"] = "Refused by the caller? The final answer? Else the tool of this name, or there is none."
    rule = next(rule for rule in choice["Choices"] if rule["Next"] == TOOL_PLACEHOLDER)
    choice["Choices"].remove(rule)
    for tool in tools:
        choice["Choices"].append(_named(rule, tool=tool.name))
        states[tool.name] = stamped = fill(_named(task, tool=tool.name), {"function": function_arns[tool.function]})
        stamped["Comment"] = f"Runs in the function {tool.function}."
        stamped["TimeoutSeconds"] = tool.timeout_seconds + SECONDS_TO_BEGIN
        stamped["Retry"][-1]["MaxAttempts"] = tool.retries


def _named(part: Any, **names: str) -> Any:
    """Return the part with each `${name}` replaced, inside expressions too."""
    if isinstance(part, dict):
        return {key: _named(value, **names) for key, value in part.items()}
    if isinstance(part, list):
        return [_named(value, **names) for value in part]
    for name, value in names.items() if isinstance(part, str) else ():
        assert PLAIN_NAME.fullmatch(value), value
        part = part.replace(f"${{{name}}}", value)
    return part


def fill(template: Any, values: dict[str, Any]) -> Any:
    """Return a copy of the parsed template with each string `${name}` replaced by the value of that name.

    Raises TemplateError if a placeholder has no value, a value has no placeholder, or a value holds an expression.
    """
    for name, value in values.items():
        _refuse_expressions(name, value)
    used: set[str] = set()
    filled = _fill(template, values, used)
    if unused := sorted(values.keys() - used):
        raise TemplateError(f"the template has no placeholder for: {', '.join(unused)}")
    return filled


def _fill(part: Any, values: dict[str, Any], used: set[str]) -> Any:
    if isinstance(part, dict):
        return {key: _fill(value, values, used) for key, value in part.items()}
    if isinstance(part, list):
        return [_fill(value, values, used) for value in part]
    if isinstance(part, str) and "${" in part:
        name = part.removeprefix("${").removesuffix("}")
        if name not in values:
            raise TemplateError(f"the template's {part!r} is not one of: {', '.join(f'${{{v}}}' for v in sorted(values))}")
        used.add(name)
        return copy.deepcopy(values[name])
    return part


def _refuse_expressions(name: str, value: Any) -> None:
    if isinstance(value, dict):
        for inner in value.values():
            _refuse_expressions(name, inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_expressions(name, inner)
    elif isinstance(value, str) and value.lstrip().startswith("{%"):
        raise TemplateError(
            f"the text of {name} starts with '{{%', which Step Functions would run as an expression: {value[:60]!r}"
        )


def _as_the_model_sees_it(tool: Tool) -> dict[str, Any]:
    return {"name": tool.name, "description": tool.description, "input_schema": tool.input_schema}


def _final_answer(agent: Agent) -> dict[str, Any]:
    return {
        "name": FINAL_ANSWER,
        "description": "Ends the run with your answer. Call it alone, when you have seen all the results that you need.",
        "input_schema": agent.output_schema,
    }
