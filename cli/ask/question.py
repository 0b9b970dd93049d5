"""The question, and the agent that it is for."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from cli.ask.errors import QuestionError
from cli.ask.runs import MOST_INPUT_BYTES

# Far above the limit of a question, so that an endless pipe ends.
MOST_STDIN_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class Asked:
    """One question for one agent."""

    agent: str | None
    """None for the stack's only agent, or the laptop's default agent."""
    question: str | None
    """None for the agent's first sample question, on the laptop."""


def asked(
    agent: str | None, question: str | None, environment: Mapping[str, str] = os.environ, stdin: BinaryIO | None = None
) -> Asked:
    """Read the question from the argument, standard input (`-`) or the variable QUESTION. Raise QuestionError."""
    if question is None and agent is not None and (agent == "-" or " " in agent.strip()):
        # A single word is an agent. Text with a space can only be a question.
        agent, question = None, agent
    if question is None:
        question = environment.get("QUESTION")
    if question == "-":
        question = _read(stdin or sys.stdin.buffer)
    return Asked(agent, question)


def _read(stdin: BinaryIO) -> str:
    data = stdin.read(MOST_STDIN_BYTES)
    if len(data) == MOST_STDIN_BYTES:
        raise QuestionError(
            f"the question on standard input has {MOST_STDIN_BYTES:,} bytes or more; {MOST_INPUT_BYTES:,} are allowed"
        )
    try:
        return data.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise QuestionError("the question on standard input isn't valid UTF-8") from error
