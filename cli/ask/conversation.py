"""The conversation of a run, which another run can continue."""

from typing import Any

from cli.ask.errors import QuestionError
from cli.ask.events import from_json
from cli.ask.outcome import RUNNING
from cli.ask.stack import Stack, on
from local.this_command import agent

Conversation = dict[str, Any]
"""`messages` and `history`, as a run's output has them. docs/reference/contracts.md, Run."""


def conversation_of(stack: Stack, described: dict[str, Any]) -> Conversation:
    """Return the conversation that a run has handed out. described: the run by DescribeExecution. Raise QuestionError."""
    name, status = described["name"], described["status"]
    if status == RUNNING:
        raise QuestionError(f"run {name} goes on. Ask when it has ended: {agent(f'follow {name}{on(stack.name)}')}")
    output = from_json(described.get("output"))
    if status != "SUCCEEDED" or not isinstance(output, dict):
        raise QuestionError(f"run {name} ended as {status}: only a run that has succeeded hands out its conversation")
    if output.get("messages") is None and output.get("history") is None:
        raise QuestionError(f"run {name} was started by another agent, and such a run hands out no conversation")
    return {part: output.get(part) for part in ("messages", "history")}


def refuse_stored(conversation: Conversation, run: str, of: str, asked: str) -> None:
    """Raise QuestionError if a part of the conversation is stored: another agent may not read it."""
    if conversation["history"]:
        raise QuestionError(
            f"the conversation of run {run} is so long that it is stored, and only the agent {of} reads it. "
            f"Ask {of}, or ask {asked} a question without --after"
        )
