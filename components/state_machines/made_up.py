"""The state machine of an agent with made-up ARNs: to find what is wrong with it before anything exists, and to read it."""

from typing import Any

from agents.declaration import Agent
from components.state_machines.kinds.table import filled
from components.state_machines.render import render

_OF = "us-east-1:123456789012"
FUNCTION = f"arn:aws:lambda:{_OF}:function:"
STATE_MACHINE = f"arn:aws:states:{_OF}:stateMachine:"
PLACEHOLDERS = {
    "partition": "aws",
    "region": "us-east-1",
    "account": "123456789012",
    "project": "step-functions-agents",
    "stack": "dev",
}
CONNECTION = f"arn:aws:events:{_OF}:connection/"


def made_up(agent: Agent, caller_timeout_seconds: int = 120) -> dict[str, Any]:
    """Return the definition. Raises TemplateError, PromptTooLargeError and ToolArgsError.

    caller_timeout_seconds: the timeout of the LLM caller's Lambda.
    """
    functions = {folder: {"arn": FUNCTION + folder} for folder in agent.folders}
    connections = {each.name: {"arn": f"{CONNECTION}{each.name}/0"} for each in agent.connections}
    called = {
        each.name: {"arn": STATE_MACHINE + each.name, "timeout_seconds": longest_run_seconds(each, caller_timeout_seconds)}
        for each in agent.called
    }
    tools = agent.tool_args(functions, connections, called)
    return render(agent, f"{FUNCTION}call-llm", filled(tools, PLACEHOLDERS), "data-bucket", caller_timeout_seconds)


def longest_run_seconds(agent: Agent, caller_timeout_seconds: int) -> int:
    """Return how long a run of the agent takes at most."""
    seconds: int = made_up(agent, caller_timeout_seconds)["TimeoutSeconds"]
    return seconds
