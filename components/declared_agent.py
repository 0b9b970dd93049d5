"""An agent's plain args as its declaration, so that both ways of declaring an agent have the same checks."""

from collections.abc import Mapping
from typing import Any

from agents.declaration import MADE_UP_CONNECTION, Limits
from agents.declaration import Agent as Declaration
from agents.errors import DeclarationError
from agents.tool_kinds.given_tool import SHARED, GivenTool
from components import plain_args
from components.plain_args import refused
from components.state_machines.kinds.table import ToolArgsError, filled, kind_of
from components.state_machines.render import PromptTooLargeError, render, state_names
from components.state_machines.template import TemplateError

_WRONG = (DeclarationError, ToolArgsError, TemplateError, PromptTooLargeError)

_LATER = {"function": {"arn": "arn:aws:lambda:us-east-1:123456789012:function:known-later"}}
"""Takes the place of the kind of a tool whose ARNs aren't known yet."""

_CONNECTION_LATER = f"{MADE_UP_CONNECTION}known-later/0"
_AGENT_LATER = {"agent": {"state_machine_arn": "arn:aws:states:us-east-1:000000000000:stateMachine:known-later"}}


def check_early(name: str, declared: Mapping[str, Any]) -> None:
    """Raise ArgsError for what is wrong with the args. What is known here is checked now, before anything is built or made.

    What comes later is checked as soon as it is known, also in a preview, in which ARNs of tools aren't.
    """
    tools, others = _flat(declared["tools"]), {key: value for key, value in declared.items() if key != "tools"}
    if isinstance(tools, list) and all(isinstance(tool, Mapping) for tool in tools):
        tools_of(name, declared)
        early = [tool if plain_args.is_plain(tool) else {**_shared(tool), **_later(tool)} for tool in tools]
    else:
        # Whether they send data out that they read isn't known either.
        early = []
        others.pop("sends_data_out", None)
    plain_args.then({**others, "tools": early}, lambda known: definition(name, known, "", "", 0))


def definition(name: str, declared: Mapping[str, Any], caller_arn: str, bucket: str, caller_seconds: int) -> dict[str, Any]:
    """Return the definition of the agent's state machine. Raises ArgsError."""
    tools = tools_of(name, declared)
    try:
        agent = _declaration(name, {**declared, "tools": tools})
        _refuse_names_of_states(agent)
        return render(agent, caller_arn, tools, bucket, caller_seconds)
    except _WRONG as wrong:
        raise refused("Agent", name, str(wrong)) from wrong


def with_placeholders(name: str, declared: Mapping[str, Any], placeholders: Mapping[str, str]) -> dict[str, Any]:
    """Return the args with the tools in one list, and their placeholders filled in. Raises ArgsError."""
    try:
        return {**declared, "tools": filled(tools_of(name, declared), placeholders)}
    except ToolArgsError as wrong:
        raise refused("Agent", name, str(wrong)) from wrong


def tools_of(name: str, declared: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the tools in one list. Raises ArgsError for a tool that is of no kind, or of two."""
    tools: list[Mapping[str, Any]] = _flat(declared["tools"])
    try:
        for tool in tools:
            kind_of(tool)
    except ToolArgsError as wrong:
        raise refused("Agent", name, str(wrong)) from wrong
    return tools


def _flat(tools: Any) -> Any:
    """Return the tools in one list. An item may be a list of tools, as a ToolFunction gives it. An Output stays as it is."""
    if not isinstance(tools, list):
        return tools
    return [tool for item in tools for tool in (item if isinstance(item, list) else [item])]


def _later(tool: Mapping[str, Any]) -> dict[str, Any]:
    if "http" in tool and isinstance(tool["http"], Mapping):
        call = {**tool["http"], "connection_arn": _CONNECTION_LATER}
        return {"http": call} if plain_args.is_plain(call) else _LATER
    # Only an agent may take longer than a function.
    return _AGENT_LATER if "agent" in tool else _LATER


def _shared(tool: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in tool.items() if key in SHARED}


def _declaration(name: str, declared: Mapping[str, Any]) -> Declaration:
    """Return the declaration. Raises DeclarationError."""
    limits = dict(declared.get("limits", {}))
    if "cost_usd" in limits:
        limits["cost_usd"] = float(limits["cost_usd"])
    return Declaration(
        name=name,
        description=declared["description"],
        system_prompt=declared["system_prompt"],
        tools=tuple(GivenTool.of(tool) for tool in declared["tools"]),
        output_schema=declared["output_schema"],
        limits=Limits(**limits),
        questions=tuple(declared.get("questions", ())),
        sends_data_out=declared.get("sends_data_out", ""),
    )


def _refuse_names_of_states(agent: Declaration) -> None:
    taken = state_names()
    if wrong := [tool.name for tool in agent.tools if tool.name in taken]:
        raise DeclarationError(
            f"the tool {wrong[0]!r} has the name of a state of the loop, and each tool is a state. Rename it; taken are "
            f"{', '.join(sorted(taken))}"
        )
